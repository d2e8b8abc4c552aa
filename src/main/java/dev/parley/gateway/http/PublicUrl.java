package dev.parley.gateway.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * The URL of this server as browsers know it: {@code http.publicUrl}, or the host by which a request came. Stateless.
 *
 * @param configured empty when it is not
 */
public record PublicUrl(String configured, ClientAddress clientAddress) {

    /** Without a slash at its end. */
    public String of(HttpServerRequest request) {
        String url =
                configured.isEmpty() ? clientAddress.scheme(request) + "://" + clientAddress.host(request) : configured;
        return url.replaceFirst("/+$", "");
    }
}
