package dev.parley.bench.client;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.List;

/** The token of each connection. */
@FunctionalInterface
public interface ClientTokens {
    /** A run is shorter; every round has new ones. */
    Duration LIFE = Duration.ofHours(1);

    /** The token of the connection with this number, from 0. */
    String of(int connection);

    /** Tokens as they are given, in turn. */
    static ClientTokens given(List<String> tokens) {
        List<String> all = List.copyOf(tokens);
        return connection -> all.get(connection % all.size());
    }

    /** Tokens that are signed here (HS256), of one user a connection, {@code bench-0} and so on. */
    static ClientTokens signed(Vertx vertx, String secret) {
        JWTAuth signer = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)));
        JWTOptions options = new JWTOptions().setAlgorithm("HS256").setExpiresInSeconds((int) LIFE.toSeconds());
        return connection -> signer.generateToken(new JsonObject().put("sub", "bench-" + connection), options);
    }
}
