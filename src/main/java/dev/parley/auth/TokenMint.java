package dev.parley.auth;

import dev.parley.config.AuthConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes HS256 tokens (RFC 7519) with {@code auth.secret}, for the configured issuer and the first audience. Pure but
 * for its clock.
 */
public final class TokenMint {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final AuthConfig config;
    private final InstantSource clock;

    /** The configuration must have a secret. */
    public TokenMint(AuthConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * A token that is valid from now on.
     *
     * @param name null for none, then others see the user's id
     * @param role null for none, then {@code member}
     * @param rooms empty for none, then those of {@code auth.rooms}
     */
    public String mint(String user, String name, String role, List<String> rooms, Duration ttl) {
        long now = clock.millis() / 1000;
        JsonObject claims =
                new JsonObject().put("sub", user).put("iat", now).put("exp", now + Math.max(1, ttl.toSeconds()));
        putUnlessNull(claims, "name", name);
        putUnlessNull(claims, "role", role);
        putUnlessNull(claims, "rooms", rooms.isEmpty() ? null : new JsonArray(rooms));
        putUnlessNull(claims, "iss", config.issuer().isEmpty() ? null : config.issuer());
        putUnlessNull(
                claims,
                "aud",
                config.audience().isEmpty() ? null : config.audience().get(0));
        return sign(claims);
    }

    private static void putUnlessNull(JsonObject claims, String name, Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }

    private String sign(JsonObject claims) {
        String signed = part(new JsonObject().put("alg", "HS256").put("typ", "JWT")) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(config.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }
}
