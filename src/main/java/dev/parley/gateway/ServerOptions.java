package dev.parley.gateway;

import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Set;

/**
 * The options of a gateway's HTTP server, as the configuration sets them. TLS offers forward secrecy and authenticated
 * encryption alone (RFC 9325 section 4.2). Pure.
 */
record ServerOptions(Config config) {
    private static final String SUB_PROTOCOL = "parley.v1";
    /** To Vert.x: a free one, the same for all instances of a deployment. With 0 each takes one of its own. */
    private static final int ANY_SHARED_PORT = -1;

    private static final int IDLE_HTTP_SECONDS = 120;
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    HttpServerOptions get() {
        HttpConfig http = config.http();
        int frameBytes = Math.toIntExact(config.limits().frame());
        HttpServerOptions options = new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port() == 0 ? ANY_SHARED_PORT : http.port())
                .setHttp2ClearTextEnabled(false)
                // Every connection is used on its own event loop alone: that saves it a queue of 8 KB.
                .setStrictThreadMode(true)
                .setIdleTimeout(IDLE_HTTP_SECONDS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(http.compression())
                .setMaxWebSocketFrameSize(frameBytes)
                .setMaxWebSocketMessageSize(frameBytes)
                .setWebSocketSubProtocols(List.of(SUB_PROTOCOL));
        if (http.tls().enabled()) {
            options.setSsl(true).setUseAlpn(false).setKeyCertOptions(Gateway.keyPair(http.tls()));
            options.setEnabledSecureTransportProtocols(TLS_VERSIONS);
            TLS_CIPHERS.forEach(options::addEnabledCipherSuite);
        }
        return options;
    }
}
