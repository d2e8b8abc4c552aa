package dev.parley.ai.provider;

import dev.parley.protocol.AiReply.Reason;

/**
 * Why a model stopped.
 *
 * @param forTools it waits for the tools that it asked for
 * @param error for people, and ours; null unless it failed
 */
public record Stop(Reason reason, boolean forTools, String error) {
    private static final int NAME_CHARS_MAX = 40;

    public static final Stop DONE = new Stop(Reason.DONE, false, null);
    public static final Stop LENGTH = new Stop(Reason.LENGTH, false, null);
    public static final Stop TOOLS = new Stop(Reason.DONE, true, null);
    public static final Stop FILTERED = failed("the provider's content filter stopped the answer");

    /** A filter of the provider, by the name that it gives. */
    public static Stop filtered(String reason) {
        return failed(FILTERED.error + " (" + named(reason) + ")");
    }

    /** A reason that is not known here is no success. */
    public static Stop unknown(String reason) {
        return failed("the provider stopped the answer for a reason that is not known here (" + named(reason) + ")");
    }

    /** A provider's word for a reason as it may be shown: one harmless word. */
    public static String named(String reason) {
        String word = reason.replaceAll("[^A-Za-z0-9_.-]", "");
        return word.isEmpty() ? "unnamed" : word.substring(0, Math.min(word.length(), NAME_CHARS_MAX));
    }

    public static Stop failed(String error) {
        return new Stop(Reason.FAILED, false, error);
    }
}
