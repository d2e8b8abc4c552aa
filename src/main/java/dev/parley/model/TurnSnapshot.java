package dev.parley.model;

import java.util.List;

/**
 * A turn in progress as a newcomer sees it: what was said so far, and the tools it used, in order.
 *
 * @param prompt the message that it answers
 * @param asker who may stop it beside moderators, by user id
 */
public record TurnSnapshot(
        String turn, String assistant, int attempt, long prompt, String asker, String content, List<ToolCall> calls) {}
