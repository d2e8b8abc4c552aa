package dev.parley.gateway.http.route;

import dev.parley.gateway.http.RefusedAs;
import dev.parley.model.Code;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code If-Match} (RFC 9110 section 13.1.1) of a request to change a room's shared state, whose tags are the
 * {@code seq} of its last change: the newest that the client names is what it counts on. Pure.
 */
final class IfMatch {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    /** Empty elements are ignored (RFC 9110 section 5.6.1). */
    private static final Pattern LIST = Pattern.compile("[ \t,]*" + TAG + "(?:[ \t]*,[ \t,]*" + TAG + ")*[ \t,]*");

    private IfMatch() {}

    /**
     * The {@code seq} on which a change is made; -1 when the client counts on none. Throws 412 when no tag can be one
     * of the state's: a weak one never is.
     *
     * @param lines the header's
     */
    static long base(List<String> lines) {
        String header = String.join(", ", lines);
        if (lines.isEmpty() || header.strip().equals("*")) {
            return -1; // there is always a state: it begins as {}
        }
        if (!LIST.matcher(header).matches()) {
            throw Code.BAD_FRAME.refuse("If-Match must be *, or tags as ETag has them: \"<seq>\"");
        }
        long newest = -1;
        for (Matcher tag = TAG.matcher(header); tag.find(); ) {
            if (tag.group(1) == null && tag.group(2).matches("0|[1-9][0-9]{0,17}")) {
                newest = Math.max(newest, Long.parseLong(tag.group(2)));
            }
        }
        if (newest < 0) {
            throw failed();
        }
        return newest;
    }

    /** The refusal of a request whose precondition failed. */
    static RefusedAs failed() {
        return new RefusedAs(412, Code.CONFLICT.refuse("the state was changed since what If-Match names"));
    }
}
