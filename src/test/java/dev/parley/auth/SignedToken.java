package dev.parley.auth;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as others make them, good and bad; written against the JDK alone, so that a fault of the library shows. */
final class SignedToken {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private SignedToken() {}

    static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    static JsonObject jwk(PublicKey key, String kid) {
        JsonObject jwk = new JsonObject().put("kid", kid).put("use", "sig");
        if (key instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA").put("n", number(rsa.getModulus())).put("e", number(rsa.getPublicExponent()));
        }
        ECPublicKey ec = (ECPublicKey) key;
        return jwk.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", number(ec.getW().getAffineX()))
                .put("y", number(ec.getW().getAffineY()));
    }

    static String hs256(byte[] header, byte[] claims, byte[] secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        String signed = BASE64.encodeToString(header) + "." + BASE64.encodeToString(claims);
        return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    static String hmac(JsonObject header, JsonObject claims, byte[] secret) throws GeneralSecurityException {
        String algorithm = "HmacSHA" + header.getString("alg").substring(2);
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret, algorithm));
        String signed = unsigned(header, claims);
        return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    static String signed(JsonObject header, JsonObject claims, KeyPair keys) throws GeneralSecurityException {
        String alg = header.getString("alg");
        String hash = "SHA" + alg.substring(2);
        Signature signature;
        if (alg.startsWith("PS")) {
            signature = Signature.getInstance("RSASSA-PSS");
            int salt = Integer.parseInt(alg.substring(2)) / 8;
            String name = "SHA-" + alg.substring(2);
            signature.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt, 1));
        } else if (alg.startsWith("ES")) {
            signature = Signature.getInstance(hash + "withECDSAinP1363Format");
        } else {
            signature = Signature.getInstance(hash + "withRSA");
        }
        signature.initSign(keys.getPrivate());
        String signed = unsigned(header, claims);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    static String unsigned(JsonObject header, JsonObject claims) {
        return part(header.encode()) + "." + part(claims.encode());
    }

    static String part(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        boolean sign = bytes[0] == 0 && bytes.length > 1;
        return BASE64.encodeToString(sign ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
