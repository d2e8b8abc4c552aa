package dev.parley.room.rules;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;

/**
 * Counts the tokens of one turn over all its steps and attempts, and estimates those that no provider reported.
 *
 * <p>Pure; one thread at a time.
 */
final class TurnUsage {
    /** Of the steps and attempts that are over; null when no model that counts tokens was called. */
    private TokenUsage past;
    /** Tokens that the model of the step in hand reads, estimated; 0 until it was called, and when it counts none. */
    private int input;

    TurnUsage(TokenUsage past) {
        this.past = past;
    }

    /** A model was called for the step in hand; below 0 tokens are taken back. */
    void addInput(int tokens) {
        input += tokens;
    }

    /**
     * The step in hand, or a lost attempt at it, is over: it took {@code reported}, or an estimate when that is null.
     */
    void endStep(TokenUsage reported, long outputChars) {
        past = sum(reported, outputChars);
        input = 0;
    }

    /** Of all steps, with what the one in hand took: estimated when {@code reported} is null. */
    TokenUsage sum(TokenUsage reported, long outputChars) {
        boolean isEstimate = reported == null && input > 0;
        return TokenUsage.sum(
                past, isEstimate ? new TokenUsage(input, TokenUsage.tokensIn(outputChars), true) : reported);
    }

    /** Of the steps that are over. */
    TokenUsage past() {
        return past;
    }

    /** Of a whole turn that ends. Null when no model that counts tokens was called, and all went well. */
    TokenUsage total(EndReason reason, TokenUsage reported, long outputChars) {
        TokenUsage all = sum(reported, outputChars);
        return all == null && reason != EndReason.DONE ? new TokenUsage(0, 0, true) : all;
    }
}
