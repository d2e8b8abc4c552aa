package dev.parley.config;

import java.util.List;

/**
 * One entry of {@code ai.tools.mcp}: a server that offers tools over the Model Context Protocol (Streamable HTTP).
 *
 * @param name what its tools' names begin with; 1–32 of {@code A-Z a-z 0-9 _ -}
 * @param url its endpoint
 * @param token a bearer token; empty means none, unless {@code tokenFile} names one
 * @param tokenFile a file that holds the bearer token, read anew for every session; empty means none
 * @param headers what else is sent with every request, each as {@code Name: value}
 */
public record McpConfig(
        String name,
        String url,
        @EmptyByDefault @Secret String token,
        @EmptyByDefault String tokenFile,
        @EmptyByDefault @Secret List<String> headers) {
    public McpConfig {
        Check.that(name.matches("[A-Za-z0-9_-]{1,32}"), "name", "1–32 of A-Z a-z 0-9 _ -, found \"" + name + "\"");
        Check.that(url.matches("https?://[^\\s]+"), "url", "an http(s) URL");
        Check.that(!token.matches(".*[\\s\\p{Cntrl}].*"), "token", "a token without spaces");
        Check.that(
                headers.stream().allMatch(header -> header.matches("[A-Za-z0-9-]+: [^\\p{Cntrl}]+")),
                "headers",
                "texts of the form Name: value");
    }

    /** Tokens never reach a log. */
    @Override
    public String toString() {
        return "Mcp[" + name + ", " + url + "]";
    }
}
