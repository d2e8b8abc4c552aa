package dev.parley.ai.provider;

import dev.parley.protocol.AiReply.Reason;

/**
 * Why a model stopped.
 *
 * @param forTools it waits for the tools that it asked for
 * @param error for people, and ours; null unless it failed
 */
public record Stop(Reason reason, boolean forTools, String error) {
    public static final Stop DONE = new Stop(Reason.DONE, false, null);
    public static final Stop LENGTH = new Stop(Reason.LENGTH, false, null);
    public static final Stop TOOLS = new Stop(Reason.DONE, true, null);
    public static final Stop FILTERED = failed("the provider's content filter stopped the answer");

    public static Stop failed(String error) {
        return new Stop(Reason.FAILED, false, error);
    }
}
