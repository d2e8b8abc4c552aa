package dev.parley.gateway.http.route;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** One file in memory, with what its response needs. Immutable: nobody changes its bytes. */
@SuppressWarnings("ArrayRecordComponent") // compared by its tag alone
record Asset(byte[] bytes, String contentType, String etag) {
    /** Assets have no version in their names: a new release must reach browsers soon. */
    static final String FRESH = "public, max-age=60";

    private static final int TAG_BYTES = 12;

    static Asset of(String name, byte[] bytes) {
        return new Asset(bytes, contentType(name), etag(bytes));
    }

    /**
     * Whether {@code If-None-Match} names this version (RFC 9110 section 13.1.2): tags are compared weakly, in whatever
     * list they come. The header may be null.
     */
    boolean isAmong(String tags) {
        return tags != null
                && Arrays.stream(tags.split(",", -1))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    /** A strong validator (RFC 9110 section 8.8.3): the same bytes have the same tag, on every node. */
    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String contentType(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "html" -> "text/html;charset=UTF-8";
            case "css" -> "text/css;charset=UTF-8";
            case "js" -> "text/javascript;charset=UTF-8";
            case "svg" -> "image/svg+xml";
            case "map", "json" -> "application/json";
            case "md", "txt" -> "text/plain;charset=UTF-8";
            default -> "application/octet-stream";
        };
    }
}
