package dev.parley.model;

import java.util.regex.Pattern;

/**
 * Checks the name that a client gives to something of its own, such as a custom event: 1–64 of {@code A-Z a-z 0-9 . _ :
 * -}. What begins with {@code parley.} is reserved.
 */
public final class PlainName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final String RESERVED_PREFIX = "parley.";

    private PlainName() {}

    /** The name. Throws {@code bad_frame}, which names the field, when it is null or may not be used. */
    public static String checked(String name, String field) {
        if (name == null || !ALLOWED.matcher(name).matches()) {
            throw Code.BAD_FRAME.refuse(field + " must be 1–64 of A-Z a-z 0-9 . _ : -");
        }
        if (name.startsWith(RESERVED_PREFIX)) {
            throw Code.BAD_FRAME.refuse(field + " must not begin with " + RESERVED_PREFIX + ", which is reserved");
        }
        return name;
    }
}
