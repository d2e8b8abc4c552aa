package dev.parley.auth;

import dev.parley.config.AuthConfig;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests of this package share: a configuration, a clock that they move, and waiting for futures. */
final class AuthSettings {
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private AuthSettings() {}

    /** As variables say it: pairs of a key's variable, without {@code PARLEY_AUTH_}, and its text. */
    static AuthConfig auth(String... pairs) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PARLEY_AUTH_SECRET", SECRET);
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put("PARLEY_AUTH_" + pairs[i], pairs[i + 1]);
        }
        return config(environment).auth();
    }

    /** Names of assistants that nobody else may take. */
    static ReservedNames reserved(String... names) {
        JsonArray assistants = new JsonArray();
        for (String name : names) {
            assistants.add(new JsonObject().put("name", name).put("provider", "builtin"));
        }
        return ReservedNames.of(config(Map.of("PARLEY_AUTH_SECRET", SECRET, "PARLEY_ASSISTANTS", assistants.encode()))
                .assistants());
    }

    private static Config config(Map<String, String> environment) {
        try {
            return ConfigReader.read(Optional.empty(), environment).config();
        } catch (InvalidConfig e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of a future that must fail with a refusal. */
    static Code refusal(Future<?> future) {
        try {
            Object result = await(future);
            throw new AssertionError("was not refused but answered " + result);
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    /** Stands still until it is moved. */
    static final class Clock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(long seconds) {
            now = now.plusSeconds(seconds);
        }

        long seconds() {
            return now.getEpochSecond();
        }
    }
}
