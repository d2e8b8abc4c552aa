package dev.parley.config;

import java.time.Duration;

/**
 * How assistants use tools.
 *
 * @param steps most rounds of tools in one answer; a model that wants more fails
 * @param perStep most tools that are asked for at once
 * @param timeout time for one use of a tool
 * @param resultBytes most bytes of a result that a model is told; the rest is cut off
 * @param approvalTimeout how long a person's permission is waited for
 */
public record ToolsConfig(int steps, int perStep, Duration timeout, long resultBytes, Duration approvalTimeout) {
    public ToolsConfig {
        Check.range("steps", steps, 1, 100);
        Check.range("perStep", perStep, 1, 100);
        Check.positive("timeout", timeout);
        Check.that(resultBytes > 0, "resultBytes", "a size above 0");
        Check.positive("approvalTimeout", approvalTimeout);
    }
}
