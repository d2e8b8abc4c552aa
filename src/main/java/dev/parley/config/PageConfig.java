package dev.parley.config;

import java.time.Duration;
import java.util.List;

/**
 * The section {@code ai.tools.page}: how the tool {@code read_page} reads web pages. Immutable.
 *
 * @param enabled whether there is such a tool
 * @param maxBytes the largest page, unpacked
 * @param timeout time for a page with all its redirects
 * @param ports which ports may be asked
 * @param allowHosts hosts that may have private addresses, for pages of one's own network: names, or {@code *.} and a
 *     domain
 * @param browser a Chromium that renders pages which are made by scripts; empty for none
 * @param browserArguments what that is started with beside what it needs; as root, {@code --no-sandbox} must be among
 *     it
 * @param browserTimeout time for rendering a page
 */
public record PageConfig(
        boolean enabled,
        long maxBytes,
        Duration timeout,
        List<Integer> ports,
        List<String> allowHosts,
        String browser,
        List<String> browserArguments,
        Duration browserTimeout) {
    private static final int BYTES_MAX = 64 << 20;

    public PageConfig {
        Check.that(maxBytes > 0 && maxBytes <= BYTES_MAX, "maxBytes", "a size above 0 and at most 64MiB");
        Check.positive("timeout", timeout);
        Check.that(ports.stream().allMatch(port -> port > 0 && port < 65_536), "ports", "ports of 1–65535");
        Check.that(
                allowHosts.stream().allMatch(host -> host.matches("(\\*\\.)?[^*\\s/]+")),
                "allowHosts",
                "host names, or *. and a domain");
        Check.positive("browserTimeout", browserTimeout);
    }
}
