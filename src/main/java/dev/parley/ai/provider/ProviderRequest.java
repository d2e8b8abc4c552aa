package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Names the address and the headers of a request to a provider.
 *
 * @param url absolute, its path and query already encoded
 * @param headers with keys, so neither the headers nor this record may be logged
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

    /** The request as the HTTP client takes it; redirects are not followed, as the key must go nowhere else. */
    RequestOptions options(AssistantConfig assistant, Duration connectTimeout) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setFollowRedirects(false)
                .setConnectTimeout(connectTimeout.toMillis())
                .putHeader("Content-Type", "application/json");
        headers.forEach(options::putHeader);
        assistant.headers().forEach(options::putHeader);
        return options;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return "ProviderRequest[]"; // a query may hold a key as well
    }
}
