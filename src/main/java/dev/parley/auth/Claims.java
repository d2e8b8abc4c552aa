package dev.parley.auth;

import dev.parley.config.AuthConfig;
import dev.parley.model.Code;
import dev.parley.model.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Checks what a token whose signature holds claims (RFC 7519 section 4), and makes its {@link Identity}. Pure: the time
 * is passed in. The library checks none of this (or lets it pass), so every rule stands here.
 */
final class Claims {
    /** The largest integer that JSON carries everywhere (RFC 7493 §2.2); a date beyond it is no date. */
    private static final double NUMBER_MAX = 9_007_199_254_740_991d;

    /** OpenID Connect Core §2 allows a subject 255 characters. */
    private static final int SUB_BYTES_MAX = 255;

    private static final int NAME_LENGTH_MAX = 128;
    private static final int PICTURE_LENGTH_MAX = 2048;

    private final AuthConfig config;

    Claims(AuthConfig config) {
        this.config = config;
    }

    /** Throws a refusal whose text names the claim, never its value. */
    Identity identity(JsonObject payload, Instant now) {
        // RFC 7519 §4.1.4: not on or after exp, give or take the leeway. We also require it (RFC 8725 §3.8 in spirit).
        double expires = date(payload, "exp", null) + leewaySeconds();
        require(seconds(now) < expires, "the token has expired");
        // RFC 7519 §4.1.5: not before nbf.
        require(seconds(now) >= date(payload, "nbf", 0d) - leewaySeconds(), "the token is not valid yet");
        // RFC 7519 §4.1.1 and RFC 8725 §3.8: the issuer, exactly.
        require(
                config.issuer().isEmpty() || config.issuer().equals(payload.getValue("iss")),
                "the token is of another issuer");
        // RFC 7519 §4.1.3 and RFC 8725 §3.9: made for us.
        require(
                config.audience().isEmpty()
                        || audience(payload.getValue("aud")).stream().anyMatch(config.audience()::contains),
                "the token is for another audience");
        String sub = subject(payload);
        return new Identity(
                sub,
                name(payload, sub),
                picture(payload),
                role(payload),
                rooms(payload),
                (long) Math.min(expires * 1000, NUMBER_MAX),
                null);
    }

    /** RFC 7519 §2: a NumericDate is a JSON number; ours is also finite, not negative and exact. */
    private static double date(JsonObject payload, String claim, Double absent) {
        Object value = payload.containsKey(claim) ? payload.getValue(claim) : absent;
        require(value instanceof Number, "the token's " + claim + " must be a date");
        double seconds = ((Number) value).doubleValue();
        require(seconds >= 0 && seconds <= NUMBER_MAX, "the token's " + claim + " must be a date");
        return seconds;
    }

    /** RFC 7519 §4.1.2: a case-sensitive text. It becomes a user's id, so it must be visible and short. */
    private static String subject(JsonObject payload) {
        boolean text = payload.getValue("sub") instanceof String sub
                && DisplayNames.isVisible(sub)
                && sub.getBytes(StandardCharsets.UTF_8).length <= SUB_BYTES_MAX;
        require(text, "the token's sub must be a string of 1–" + SUB_BYTES_MAX + " bytes");
        return payload.getString("sub");
    }

    /** RFC 7519 §4.1.3: one text or a list of them. */
    private static List<String> audience(Object aud) {
        return aud instanceof String one ? List.of(one) : texts(aud, "aud");
    }

    /** What others see; the user's id when there is none. A very long one is cut. */
    private static String name(JsonObject payload, String sub) {
        Object value = payload.getValue("name");
        require(value == null || value instanceof String, "the token's name must be a string");
        String name = DisplayNames.clean(Objects.requireNonNullElse((String) value, ""), NAME_LENGTH_MAX);
        return name.isEmpty() ? sub : name;
    }

    private static String picture(JsonObject payload) {
        Object value = payload.getValue("picture");
        require(value == null || value instanceof String, "the token's picture must be a string");
        String picture = (String) value;
        return picture == null || picture.isEmpty() || picture.length() > PICTURE_LENGTH_MAX ? null : picture;
    }

    private static Role role(JsonObject payload) {
        if (!payload.containsKey("role")) {
            return Role.MEMBER;
        }
        return Role.of(payload.getValue("role") instanceof String role ? role : "")
                .orElseThrow(() -> Code.UNAUTHORIZED.refuse("the token's role is unknown"));
    }

    private List<String> rooms(JsonObject payload) {
        return payload.containsKey("rooms") ? texts(payload.getValue("rooms"), "rooms") : config.rooms();
    }

    private static List<String> texts(Object value, String claim) {
        boolean list = value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance);
        require(list, "the token's " + claim + " must be a list of strings");
        return ((JsonArray) value).stream().map(String.class::cast).toList();
    }

    private double leewaySeconds() {
        return config.leeway().toMillis() / 1000d;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000d;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw Code.UNAUTHORIZED.refuse(otherwise);
        }
    }
}
