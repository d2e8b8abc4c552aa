package dev.parley.auth;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;

/**
 * One key for one algorithm: RFC 8725 §3.1 wants each key used with its own alone, so a public RSA key can never be
 * taken for an HMAC secret. Each has its own verifier of the library, for with several keys in one, a key that does not
 * fit the signature's length would end the search.
 *
 * @param kid null when the key has none; then it is tried for every token
 */
record VerificationKey(String alg, String kid, JWTAuth library) {

    /** A shared secret serves those HMAC algorithms whose hash is not longer than it is (RFC 7518 §3.2). */
    static List<VerificationKey> ofSecret(Vertx vertx, String secret) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        return List.of("HS256", "HS384", "HS512").stream()
                .filter(alg -> bytes * 8 >= Integer.parseInt(alg.substring(2)))
                .map(alg -> of(vertx, alg, null, secret))
                .toList();
    }

    static VerificationKey ofPublicKey(Vertx vertx, String alg, String kid, PublicKey key) {
        String der = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return of(vertx, alg, kid, "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n");
    }

    private static VerificationKey of(Vertx vertx, String alg, String kid, String material) {
        JWTAuthOptions options = new JWTAuthOptions()
                // Times are checked by Claims, with the clock that was passed in.
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true))
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(alg).setBuffer(Buffer.buffer(material)));
        return new VerificationKey(alg, kid, JWTAuth.create(vertx, options));
    }

    /** RFC 7515 §4.1.4: the key id is a hint; a token or key without one leaves the choice open. */
    boolean fits(CompactToken token) {
        return alg.equals(token.alg()) && (kid == null || token.kid() == null || kid.equals(token.kid()));
    }

    /** Whether this key made the token's signature (RFC 7515 §5.2). The library replies at once. */
    boolean signed(String token) {
        try {
            return library.authenticate(new TokenCredentials(token)).succeeded();
        } catch (RuntimeException e) {
            // The library throws on claims of odd types.
            return false;
        }
    }

    /** A secret never reaches a log. */
    @Override
    public String toString() {
        return "VerificationKey[" + alg + ", " + kid + "]";
    }
}
