package dev.parley.model;

import io.vertx.core.json.JsonObject;

/** How many tokens a turn has used, as its provider counted them or, if it did not, as estimated here. */
public record TokenUsage(int input, int output, boolean estimated) {
    public JsonObject toJson() {
        return new JsonObject().put("input", input).put("output", output).put("estimated", estimated);
    }

    public static TokenUsage of(JsonObject json) {
        return new TokenUsage(json.getInteger("input"), json.getInteger("output"), json.getBoolean("estimated"));
    }

    /** A rough count, where nobody knows better: four characters a token. */
    public static int tokensIn(long chars) {
        return (int) Math.min(Integer.MAX_VALUE, (chars + 3) / 4);
    }

    /** Of both together; either may be null. */
    public static TokenUsage sum(TokenUsage one, TokenUsage other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new TokenUsage(one.input + other.input, one.output + other.output, one.estimated || other.estimated);
    }
}
