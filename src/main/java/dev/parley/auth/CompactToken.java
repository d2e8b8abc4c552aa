package dev.parley.auth;

import dev.parley.contract.JsonInput;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The parts of a signed token (RFC 7515 §7.1); its header is checked, its signature not yet. */
record CompactToken(String alg, String kid, JsonObject payload, int signatureBytes) {
    /** A token may name many rooms. */
    private static final int FIELDS_MAX = 20_000;

    private static final Set<String> ALGORITHMS = Set.of(
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** Empty when it is none that we could accept, whoever signed it. */
    static Optional<CompactToken> parse(String token) {
        String[] parts = token.split("\\.", -1);
        // RFC 7519 §6: a token without a signature is "unsecured"; we take none.
        if (parts.length != 3 || parts[2].isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonObject header = json(parts[0]);
            // RFC 8725 §3.1, §3.2: only algorithms from our list, so never "none" in any spelling.
            boolean known = header.getValue("alg") instanceof String alg && ALGORITHMS.contains(alg);
            // RFC 7515 §4.1.11: whoever does not understand an extension that is critical must refuse; we understand
            // none.
            boolean understood = !header.containsKey("crit");
            // RFC 7515 §4.1.4: a key id is a text. Keys in the header itself (jwk, x5c, jku) are never looked at (RFC
            // 8725 §3.10).
            boolean namesKey = !header.containsKey("kid") || header.getValue("kid") instanceof String;
            if (!known || !understood || !namesKey) {
                return Optional.empty();
            }
            String alg = header.getString("alg");
            return Optional.of(new CompactToken(alg, header.getString("kid"), json(parts[1]), bytes(parts[2]).length))
                    .filter(CompactToken::hasSignatureOfItsLength);
        } catch (Refusal | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 7518 §3.4: R and S side by side; the library would also take another encoding of the same signature. */
    private boolean hasSignatureOfItsLength() {
        return switch (alg) {
            case "ES256" -> signatureBytes == 64;
            case "ES384" -> signatureBytes == 96;
            case "ES512" -> signatureBytes == 132;
            default -> true;
        };
    }

    private static JsonObject json(String part) {
        return JsonInput.object(bytes(part), "a part of the token", FIELDS_MAX);
    }

    /** RFC 7515 §2: base64url without padding; and only the one text that its encoder makes of these bytes. */
    private static byte[] bytes(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("not base64url without padding");
        }
        return bytes;
    }
}
