package dev.parley.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code auth}: which tokens and sessions let a client in. Immutable.
 *
 * @param secret HS key, at least 32 bytes (HS384 48, HS512 64); empty means none, unless {@code secretFile} names one
 * @param secretFile used only when {@code secret}, {@code keys} and {@code jwks} are all empty: the file that holds the
 *     secret, made with a random one at the first start. Relative paths count from the folder of the SQLite file, with
 *     Postgres from {@code data}. Empty (the default) means that a configuration without a key is a fault;
 *     {@code conf/local.json} and {@code conf/test.json} say {@code "secret"}
 * @param previousSecrets HS keys that are still accepted, for rotation
 * @param keys PEM files with public keys (RS, PS, ES)
 * @param jwks a JWKS file or URL; empty means none
 * @param jwksRefresh how often a JWKS URL is read again
 * @param issuer the {@code iss} that is required; empty means any
 * @param audience the {@code aud} values of which one is required; empty means any
 * @param leeway how far clocks may differ
 * @param guests whether anybody may open a guest session
 * @param rooms patterns a bearer may enter whose token names none
 * @param tokenInQuery whether {@code access_token} in the query counts
 * @param sessionTtl how long an opaque session lives
 */
public record AuthConfig(
        @Secret String secret,
        String secretFile,
        @Secret List<String> previousSecrets,
        List<String> keys,
        String jwks,
        Duration jwksRefresh,
        String issuer,
        List<String> audience,
        Duration leeway,
        boolean guests,
        List<String> rooms,
        boolean tokenInQuery,
        Duration sessionTtl) {
    private static final int SECRET_BYTES_MIN = 32;

    public AuthConfig {
        Check.that(secret.isEmpty() || longEnough(secret), "secret", "at least 32 bytes");
        Check.that(
                previousSecrets.stream().allMatch(AuthConfig::longEnough), "previousSecrets", "at least 32 bytes each");
        Check.positive("jwksRefresh", jwksRefresh);
        Check.that(!leeway.isNegative(), "leeway", "0 or more");
        Check.positive("sessionTtl", sessionTtl);
    }

    /** Whether any key at all is configured. */
    public boolean hasKey() {
        return !secret.isEmpty() || !keys.isEmpty() || !jwks.isEmpty();
    }

    /** The same with the secret that was read from {@code secretFile}. */
    public AuthConfig withSecret(String made) {
        return new AuthConfig(
                made,
                secretFile,
                previousSecrets,
                keys,
                jwks,
                jwksRefresh,
                issuer,
                audience,
                leeway,
                guests,
                rooms,
                tokenInQuery,
                sessionTtl);
    }

    /** Secrets never reach a log. */
    @Override
    public String toString() {
        return "Auth[guests " + guests + ", issuer " + issuer + ", audience " + audience + "]";
    }

    private static boolean longEnough(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8).length >= SECRET_BYTES_MIN;
    }
}
