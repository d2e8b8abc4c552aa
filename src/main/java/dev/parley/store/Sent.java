package dev.parley.store;

/**
 * What somebody stored under a key of their own.
 *
 * @param digest of the content that was first sent; empty once that is forgotten, as of a deleted message: then every
 *     content counts as the same
 */
public record Sent(long seq, long ts, String digest) {
    /** Whether a content with this digest is a resend. */
    public boolean isSame(String other) {
        return digest != null && (digest.isEmpty() || digest.equals(other));
    }
}
