package dev.parley.model;

import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The names of direct rooms: {@code direct:} and a key that tells nothing of the users. Pure. */
public final class DirectRooms {
    public static final String PREFIX = "direct:";
    /** Users of one, its maker among them. */
    public static final int USERS_MAX = 10;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_CHARS = 22;

    private DirectRooms() {}

    public static boolean isDirect(String room) {
        return room.startsWith(PREFIX);
    }

    /** All of them. */
    public static NameRange all() {
        return NameRange.prefix(PREFIX);
    }

    /** The one of these users, in whatever order: without the secret nobody can tell it from their ids. */
    public static String of(Collection<String> users, String secret) {
        String ids = new JsonArray(List.copyOf(new TreeSet<>(users))).encode();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] key = mac.doFinal(ids.getBytes(StandardCharsets.UTF_8));
            return PREFIX + Base64.getUrlEncoder().encodeToString(key).substring(0, KEY_CHARS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
