package dev.parley.bench.client;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.List;

/** Supplies the token that each connection authenticates with. */
@FunctionalInterface
public interface ClientTokens {
    /** How long a signed token is valid. A round is shorter, and every round signs new tokens. */
    Duration LIFE = Duration.ofHours(1);

    /** The token of the connection with this number, from 0. */
    String of(int connection);

    /** Uses the given tokens in turn. */
    static ClientTokens given(List<String> tokens) {
        List<String> all = List.copyOf(tokens);
        return connection -> all.get(connection % all.size());
    }

    /** Signs a token (HS256) for each connection, each for a user of its own: {@code bench-0} and so on. */
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
