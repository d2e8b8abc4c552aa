package dev.parley.auth;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys and certificates from the text of a PEM file (RFC 7468 §5, §13), in any number. */
final class PemKeys {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemKeys() {}

    /** Fails when there is none or one cannot be read; the text says why and never repeats the file. */
    static List<PublicKey> read(String pem) throws GeneralSecurityException {
        List<PublicKey> keys = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            keys.add(key(blocks.group(1), blocks.group(2)));
        }
        if (keys.isEmpty()) {
            throw new GeneralSecurityException("a PEM block must begin with -----BEGIN PUBLIC KEY-----");
        }
        return keys;
    }

    private static PublicKey key(String kind, String base64) throws GeneralSecurityException {
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("a PEM block must hold base64", e);
        }
        return switch (kind) {
            case "PUBLIC KEY" -> publicKey(der);
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der))
                        .getPublicKey();
            default ->
                throw new GeneralSecurityException("a PEM block must be a PUBLIC KEY or a CERTIFICATE, was " + kind);
        };
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String family : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Perhaps of the other family.
            }
        }
        throw new GeneralSecurityException("a PUBLIC KEY must be RSA or EC");
    }
}
