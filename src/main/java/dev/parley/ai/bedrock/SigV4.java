package dev.parley.ai.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.config.AwsConfig;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with AWS Signature Version 4, in headers ("Create a signed AWS API request").
 *
 * <p>Signed are the host, the time, the session token, the path, the query and the body. Immutable.
 */
final class SigV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AwsConfig keys;
    private final String service;

    SigV4(AwsConfig keys, String service) {
        this.keys = keys;
        this.service = service;
    }

    /** The headers that sign this request, beside {@code Host}. */
    Map<String, String> headers(String method, URI uri, byte[] body, Instant now) {
        String time = TIME.format(now);
        TreeMap<String, String> signed = new TreeMap<>(Map.of("host", host(uri), "x-amz-date", time));
        if (!keys.sessionToken().isEmpty()) {
            signed.put("x-amz-security-token", keys.sessionToken());
        }
        String names = String.join(";", signed.keySet());
        String lines = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", method, path(uri), query(uri), lines, names, hex(sha256(body)));
        String date = time.substring(0, 8);
        String scope = String.join("/", date, keys.region(), service, "aws4_request");
        String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical.getBytes(UTF_8))));
        String credential = keys.accessKeyId() + "/" + scope;
        Map<String, String> headers = new LinkedHashMap<>(signed);
        headers.remove("host");
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + credential + ", SignedHeaders=" + names + ", Signature="
                        + hex(hmac(key(date), toSign)));
        return headers;
    }

    /** All but the unreserved characters as {@code %XX} of UTF-8. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** For all services but S3 the path as it is sent is encoded once more. */
    private static String path(URI uri) {
        String sent = uri.getRawPath();
        return sent.isEmpty() ? "/" : encoded(sent).replace("%2F", "/");
    }

    /** As it is sent, in the order of its names. */
    private static String query(URI uri) {
        return uri.getRawQuery() == null
                ? ""
                : Arrays.stream(uri.getRawQuery().split("&")).sorted().collect(Collectors.joining("&"));
    }

    /** As the HTTP client sends it: a scheme's own port is left out. */
    private static String host(URI uri) {
        int own = uri.getScheme().equals("https") ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == own ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private byte[] key(String date) {
        byte[] key = ("AWS4" + keys.secretAccessKey()).getBytes(UTF_8);
        return hmac(hmac(hmac(hmac(key, date), keys.region()), service), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
