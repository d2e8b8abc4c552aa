package dev.parley.config;

import java.time.Duration;
import java.util.List;

/**
 * The section {@code ai.tools}: which tools assistants have, and the limits of their use. Immutable.
 *
 * @param steps most steps with tools in one turn; a model that wants more fails
 * @param perStep most tools that are asked for at once
 * @param timeout time for one use of a tool
 * @param resultBytes most bytes of a result that a model is told; the rest is cut off
 * @param approvalTimeout how long a person's permission is waited for
 * @param page how web pages are read
 * @param mcp servers whose tools are offered beside the built-in ones
 */
public record ToolsConfig(
        int steps,
        int perStep,
        Duration timeout,
        long resultBytes,
        Duration approvalTimeout,
        PageConfig page,
        List<McpConfig> mcp) {
    public ToolsConfig {
        Check.range("steps", steps, 1, 100);
        Check.range("perStep", perStep, 1, 100);
        Check.positive("timeout", timeout);
        Check.that(resultBytes > 0, "resultBytes", "a size above 0");
        Check.positive("approvalTimeout", approvalTimeout);
        Check.that(
                mcp.stream().map(McpConfig::name).distinct().count() == mcp.size(),
                "mcp",
                "servers of different names");
    }
}
