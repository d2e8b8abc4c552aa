package dev.parley.config;

import java.time.Duration;

/**
 * The section {@code ai}: how assistants' answers are made, and their limits. Immutable.
 *
 * @param contextMessages most messages of a room that a model is shown
 * @param contextBytes most bytes of them
 * @param contextTokens most tokens of them, estimated (four characters a token); 0: no such limit
 * @param summaryMessages most messages before those that a model is told of in a summary; 0: none
 * @param summaryBytes most bytes of that summary
 * @param summaryTimeout how long an answer waits for it; then it goes on without
 * @param heartbeat the AI verticle replies at least this often, with an empty chunk if need be
 * @param pullTimeout a room that does not pull for so long has died: the provider call ends
 * @param connectTimeout time to reach a provider
 * @param firstTokenTimeout time to its first output
 * @param idleTimeout time between two pieces of output
 * @param totalTimeout time for a whole answer
 * @param bufferBytes text a slow room may leave unread before the provider is paused
 * @param answerBytes the longest answer; then it ends with reason {@code length}
 * @param concurrent answers in progress on one node; more are refused with {@code overloaded}
 * @param attempts how often an answer is begun, again when its node died, before it fails
 * @param checkpointEvery how often what an answer has said so far is stored
 * @param mentionDepth how many times in a row assistants may call one another by a mention
 */
public record AiConfig(
        int contextMessages,
        long contextBytes,
        int contextTokens,
        int summaryMessages,
        long summaryBytes,
        Duration summaryTimeout,
        Duration heartbeat,
        Duration pullTimeout,
        Duration connectTimeout,
        Duration firstTokenTimeout,
        Duration idleTimeout,
        Duration totalTimeout,
        long bufferBytes,
        long answerBytes,
        int concurrent,
        int attempts,
        Duration checkpointEvery,
        int mentionDepth,
        ToolsConfig tools,
        BreakerConfig breaker) {
    public AiConfig {
        Check.range("contextMessages", contextMessages, 1, 10_000);
        Check.range("contextTokens", contextTokens, 0, 10_000_000);
        Check.range("summaryMessages", summaryMessages, 0, 10_000);
        Check.range("summaryBytes", summaryBytes, 0, 1 << 20);
        Check.positive("summaryTimeout", summaryTimeout);
        Check.range("concurrent", concurrent, 1, 100_000);
        Check.range("attempts", attempts, 1, 1000);
        Check.range("mentionDepth", mentionDepth, 0, 10);
        Check.positive("checkpointEvery", checkpointEvery);
        Check.positive("heartbeat", heartbeat);
        Check.positive("pullTimeout", pullTimeout);
        Check.positive("connectTimeout", connectTimeout);
        Check.positive("firstTokenTimeout", firstTokenTimeout);
        Check.positive("idleTimeout", idleTimeout);
        Check.positive("totalTimeout", totalTimeout);
        Check.that(bufferBytes > 0, "bufferBytes", "a size above 0");
        Check.that(answerBytes > 0, "answerBytes", "a size above 0");
    }
}
