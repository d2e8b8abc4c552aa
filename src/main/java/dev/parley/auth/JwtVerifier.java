package dev.parley.auth;

import dev.parley.config.AuthConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds out whose a JWT is (RFC 7519). May be called from any context; completes on the caller's, at once unless a key
 * that is not known must be fetched.
 *
 * <p>Keys: {@code auth.secret} and {@code auth.previousSecrets} (HS256, HS384, HS512), {@code auth.keys} (RS, PS, ES)
 * and {@code auth.jwks}, all at once, so that keys can be rotated. The library checks signatures only; {@link
 * CompactToken} and {@link Claims} hold everything else, with the clause of the RFC at each check. {@code
 * Identity.expiresAt} is {@code exp} plus the leeway. A refusal's text is for people and never repeats what the token
 * says.
 */
public final class JwtVerifier implements Authenticator {
    private final List<VerificationKey> configured;
    private final JwksSource published;
    private final Claims claims;
    private final InstantSource clock;

    private JwtVerifier(
            List<VerificationKey> configured, JwksSource published, AuthConfig config, InstantSource clock) {
        this.configured = configured;
        this.published = published;
        this.claims = new Claims(config);
        this.clock = clock;
    }

    /**
     * Reads the keys, then is ready. Fails with {@link InvalidConfig} when a file of keys cannot be read; a JWKS URL
     * that cannot be reached is logged and tried again, and until then its tokens get {@code unavailable}.
     */
    public static Future<JwtVerifier> start(Vertx vertx, AuthConfig config, InstantSource clock) {
        return vertx.executeBlocking(() -> configuredKeys(vertx, config)).compose(keys -> {
            if (config.jwks().isEmpty()) {
                return Future.succeededFuture(new JwtVerifier(keys, null, config, clock));
            }
            JwksSource jwks = new JwksSource(vertx, config.jwks(), config.jwksRefresh(), clock);
            JwtVerifier verifier = new JwtVerifier(keys, jwks, config, clock);
            return jwks.start().map(verifier).recover(failure -> {
                if (jwks.isUrl()) {
                    return Future.succeededFuture(verifier);
                }
                jwks.close();
                return Future.failedFuture(
                        new InvalidConfig("auth.jwks", "must be a URL or a readable JWKS file, was " + config.jwks()));
            });
        });
    }

    private static List<VerificationKey> configuredKeys(Vertx vertx, AuthConfig config) throws InvalidConfig {
        List<VerificationKey> keys = new ArrayList<>();
        Stream.concat(Stream.of(config.secret()), config.previousSecrets().stream())
                .filter(secret -> !secret.isEmpty())
                .forEach(secret -> keys.addAll(VerificationKey.ofSecret(vertx, secret)));
        for (int i = 0; i < config.keys().size(); i++) {
            String file = config.keys().get(i);
            try {
                for (PublicKey key : PemKeys.read(Files.readString(Path.of(file)))) {
                    PublicKeys.algorithms(key)
                            .forEach(alg -> keys.add(VerificationKey.ofPublicKey(vertx, alg, null, key)));
                }
            } catch (IOException e) {
                throw new InvalidConfig("auth.keys[" + i + "]", "must be a readable PEM file, was " + file);
            } catch (GeneralSecurityException e) {
                throw new InvalidConfig("auth.keys[" + i + "]", e.getMessage() + " (" + file + ")");
            }
        }
        return List.copyOf(keys);
    }

    @Override
    public Future<Identity> authenticate(String token) {
        CompactToken parts = CompactToken.parse(token).orElse(null);
        if (parts == null) {
            return Future.failedFuture(Code.UNAUTHORIZED.refuse("the token is not valid"));
        }
        if (published == null || fitting(parts).findAny().isPresent()) {
            return check(token, parts);
        }
        return published
                .readIfDue()
                .otherwise(false)
                .compose(read -> published.everRead()
                        ? check(token, parts)
                        : Future.failedFuture(
                                Code.UNAVAILABLE.refuse("the keys that verify tokens (auth.jwks) cannot be read")));
    }

    private Future<Identity> check(String token, CompactToken parts) {
        if (fitting(parts).noneMatch(key -> key.signed(token))) {
            return Future.failedFuture(Code.UNAUTHORIZED.refuse("the token is not valid"));
        }
        try {
            return Future.succeededFuture(claims.identity(parts.payload(), clock.instant()));
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private Stream<VerificationKey> fitting(CompactToken token) {
        Stream<VerificationKey> others = published == null ? Stream.empty() : published.keys().stream();
        return Stream.concat(configured.stream(), others).filter(key -> key.fits(token));
    }

    /** Stops reading keys. */
    public void close() {
        if (published != null) {
            published.close();
        }
    }
}
