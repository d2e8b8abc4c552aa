package dev.parley.gateway.http.route;

/** Checks ids of users as requests name them. Whether there is such a user, nobody knows. Pure. */
final class UserIds {
    private static final int LENGTH_MAX = 256;

    private UserIds() {}

    /** Throws {@code bad_frame}, which names where it stands. */
    static String checked(Object id, String where) {
        if (id instanceof String text
                && !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.codePoints().noneMatch(UserIds::isUnprintable)) {
            return text;
        }
        throw StrictBody.bad(
                where + " must be an id of 1–" + LENGTH_MAX + " characters, none of them a control character");
    }

    private static boolean isUnprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
