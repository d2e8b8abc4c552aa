package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
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

    /**
     * A request whose response is a stream of server-sent events.
     *
     * @param path below the assistant's {@code baseUrl}, already encoded
     * @param keyHeader the header of the key, left out when the assistant has none
     * @param scheme what stands before the key; may be empty
     */
    public static ProviderRequest sse(AssistantConfig assistant, String path, String keyHeader, String scheme) {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", "text/event-stream"));
        if (!assistant.apiKey().isEmpty()) {
            headers.put(keyHeader, scheme + assistant.apiKey());
        }
        return new ProviderRequest(url(assistant, path), headers);
    }

    /** The same with one more header. */
    public ProviderRequest with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ProviderRequest(url, more);
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
