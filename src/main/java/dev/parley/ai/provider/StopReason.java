package dev.parley.ai.provider;

import dev.parley.model.EndReason;

/**
 * Names why a model stopped. A reason that is not known here counts as a failure, never as success.
 *
 * @param forTools whether the model waits for the tools that it asked for
 * @param error for people, and ours; null unless the reason is a failure
 */
public record StopReason(EndReason reason, boolean forTools, String error) {
    private static final int NAME_CHARS_MAX = 40;

    public static final StopReason DONE = new StopReason(EndReason.DONE, false, null);
    public static final StopReason LENGTH = new StopReason(EndReason.LENGTH, false, null);
    public static final StopReason TOOLS = new StopReason(EndReason.DONE, true, null);
    public static final StopReason FILTERED = failed("the provider's content filter stopped the answer");

    /** A content filter of the provider, under the provider's name for it. */
    public static StopReason filtered(String reason) {
        return failed(FILTERED.error + " (" + named(reason) + ")");
    }

    /** A reason that is not known here is no success. */
    public static StopReason unknown(String reason) {
        return failed("the provider stopped the answer for an unknown reason (" + named(reason) + ")");
    }

    /** A provider's word for a reason as it may be shown: one harmless word. */
    public static String named(String reason) {
        String word = reason.replaceAll("[^A-Za-z0-9_.-]", "");
        return word.isEmpty() ? "unnamed" : word.substring(0, Math.min(word.length(), NAME_CHARS_MAX));
    }

    public static StopReason failed(String error) {
        return new StopReason(EndReason.FAILED, false, error);
    }
}
