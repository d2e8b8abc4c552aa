package dev.parley.auth;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys of a JWKS document (RFC 7517 §5). Only public RSA and EC keys for signatures count; others are left
 * out with a warning, as the RFC asks. A shared secret ({@code oct}) is no public key and belongs into {@code
 * auth.secret}.
 */
final class JsonWebKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JsonWebKeys.class);
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

    private JsonWebKeys() {}

    /** Throws a runtime exception when it is no JWKS document. */
    static List<VerificationKey> read(Vertx vertx, Buffer document) {
        if (!(new JsonObject(document).getValue("keys") instanceof JsonArray entries)) {
            throw new IllegalArgumentException("must be an object with a list of keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof JsonObject jwk && forSignatures(jwk)) {
                try {
                    keys.addAll(keys(vertx, jwk));
                } catch (GeneralSecurityException | RuntimeException e) {
                    LOG.warn("A key of the JWKS was ignored: {}", e.getMessage());
                }
            }
        }
        return List.copyOf(keys);
    }

    /** RFC 7517 §4.2, §4.3. */
    private static boolean forSignatures(JsonObject jwk) {
        boolean use = jwk.getValue("use") == null || "sig".equals(jwk.getValue("use"));
        boolean operations = !(jwk.getValue("key_ops") instanceof JsonArray ops) || ops.contains("verify");
        return use && operations;
    }

    private static List<VerificationKey> keys(Vertx vertx, JsonObject jwk) throws GeneralSecurityException {
        PublicKey key =
                switch (jwk.getString("kty", "")) {
                    case "RSA" ->
                        KeyFactory.getInstance("RSA")
                                .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
                    case "EC" ->
                        KeyFactory.getInstance("EC")
                                .generatePublic(new ECPublicKeySpec(
                                        new ECPoint(number(jwk, "x"), number(jwk, "y")),
                                        PublicKeys.curve(CURVES.getOrDefault(jwk.getString("crv", ""), "unknown"))));
                    default -> throw new GeneralSecurityException("its kty must be RSA or EC");
                };
        String alg = jwk.getString("alg");
        // RFC 7517 §4.4: a key that names its algorithm serves that one alone.
        return PublicKeys.algorithms(key).stream()
                .filter(each -> alg == null || alg.equals(each))
                .map(each -> VerificationKey.ofPublicKey(vertx, each, jwk.getString("kid"), key))
                .toList();
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name, "")));
    }
}
