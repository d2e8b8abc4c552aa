package dev.parley.auth;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Map;

/** Decides for which algorithms a public key may be used (RFC 7518 §3). */
final class PublicKeys {
    private static final int RSA_BITS_MIN = 2048;
    private static final List<String> RSA = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    /** RFC 7518 §3.4: each algorithm has its one curve. */
    private static final Map<String, String> CURVES =
            Map.of("secp256r1", "ES256", "secp384r1", "ES384", "secp521r1", "ES512");

    private PublicKeys() {}

    static List<String> algorithms(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            // RFC 7518 §3.3: 2048 bits or more.
            if (rsa.getModulus().bitLength() < RSA_BITS_MIN) {
                throw new GeneralSecurityException("an RSA key must have at least " + RSA_BITS_MIN + " bits");
            }
            return RSA;
        }
        if (key instanceof ECPublicKey ec) {
            for (Map.Entry<String, String> curve : CURVES.entrySet()) {
                if (curve(curve.getKey()).getCurve().equals(ec.getParams().getCurve())) {
                    return List.of(curve.getValue());
                }
            }
        }
        throw new GeneralSecurityException("a key must be RSA or EC on P-256, P-384 or P-521");
    }

    static ECParameterSpec curve(String name) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
