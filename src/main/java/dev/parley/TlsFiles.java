package dev.parley;

import dev.parley.config.HttpConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.gateway.Gateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Checks the files of {@code http.tls} before anything listens: Vert.x would find a wrong file only when it listens,
 * and would not name the key. Stateless.
 */
final class TlsFiles {
    private TlsFiles() {}

    /** Fails with an {@link InvalidConfig} when TLS is on and the certificate or its key cannot be used. */
    static Future<Void> check(Vertx vertx, HttpConfig.Tls tls) {
        if (!tls.enabled()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> Gateway.keyPair(tls).getKeyManagerFactory(vertx))
                .<Void>mapEmpty()
                .recover(e -> {
                    String found = tls.certificate() + " and " + tls.key();
                    return Future.failedFuture(new InvalidConfig(
                            "http.tls",
                            "must be files with a PEM certificate and its key, was " + found + " ("
                                    + e.getClass().getSimpleName() + ")"));
                });
    }
}
