package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a request goes.
 *
 * @param url absolute, its path and query already encoded
 * @param headers hold keys, so neither they nor this are ever logged
 */
public record ProviderRequest(String url, Map<String, String> headers) {
    public ProviderRequest {
        headers = Map.copyOf(headers);
    }

    /** An address of the assistant's provider, with the query that its configuration adds. */
    public static String url(AssistantConfig assistant, String path) {
        StringBuilder url = new StringBuilder(assistant.baseUrl()).append(path);
        assistant.query().forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return url.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return "Target[]"; // a query may hold a key as well
    }
}
