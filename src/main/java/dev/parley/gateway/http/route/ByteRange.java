package dev.parley.gateway.http.route;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that a request asks for (RFC 9110 section 14.1.2), both ends included. Pure.
 *
 * @param first the first byte
 * @param last the last one; less than {@code first} when the file has nothing there
 */
record ByteRange(int first, int last) {
    private static final ByteRange NONE = new ByteRange(0, -1);
    private static final Pattern ONE =
            Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /** Empty when the whole file is to be sent: without a range, and for one that we need not understand. */
    static Optional<ByteRange> of(String header, int size) {
        Matcher one = header == null ? null : ONE.matcher(header);
        if (one == null || !one.matches()) {
            return Optional.empty(); // several parts, and other units, may be ignored
        }
        String first = one.group(1);
        String last = one.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), size));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return Optional.empty(); // no valid range
        }
        return Optional.of(from >= size ? NONE : new ByteRange((int) from, (int) Math.min(to, size - 1L)));
    }

    private static ByteRange suffix(long length, int size) {
        return length == 0 || size == 0 ? NONE : new ByteRange((int) Math.max(0, size - length), size - 1);
    }

    boolean isEmpty() {
        return last < first;
    }
}
