package dev.parley.store;

/**
 * The sums over the ended turns of one user, room or assistant.
 *
 * @param turns turns that ended
 * @param input tokens read
 * @param output tokens written
 * @param estimated turns whose tokens were estimated
 * @param millis from the prompts to the ends
 */
public record UsageRow(String key, long turns, long input, long output, long estimated, long millis) {}
