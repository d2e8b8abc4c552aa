package dev.parley.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Translates the names of the rooms that belong to one person and an assistant. Pure.
 *
 * <p>A client says {@code assistant:me} or {@code assistant:me:X}; what is stored is {@code assistant:<sub>} or {@code
 * assistant:<sub>:X}, in which a character outside {@code A-Z a-z 0-9 . _ : -} stands as {@code _xx}, once for each
 * byte of its UTF-8. So that no two people share a name, three more things of the {@code sub} are written so: every
 * {@code :}, a {@code _} that could be taken for the beginning of an {@code _xx}, and the dot of an {@code .events} at
 * its end. ({@code user_1} stays, {@code a_20b} becomes {@code a_5f20b}.) A name that would be longer than a room's
 * name may be holds {@code _68} and the SHA-256 of the {@code sub} instead; a written {@code sub} never holds {@code
 * _68}, for it stands for a letter.
 */
public final class AssistantRooms {
    /** Begins the names of all rooms of one person with an assistant. */
    public static final String PREFIX = "assistant:";
    /** What its owner calls such a room. */
    public static final String MINE = PREFIX + "me";

    private static final String HASHED = "_68";
    private static final int NAME_LENGTH_MAX = 128;

    private AssistantRooms() {}

    /** Whether a room belongs to one person. */
    public static boolean isPrivate(String room) {
        return room.startsWith(PREFIX);
    }

    /**
     * The stored name of a room that the bearer with this {@code sub} asked for. Any other name stays as it is. A very
     * long {@code X} makes a name longer than a room's may be: whoever asks checks it.
     */
    public static String resolve(String name, String sub) {
        if (!name.equals(MINE) && !name.startsWith(MINE + ":")) {
            return name;
        }
        String rest = encode(name.substring(MINE.length()), false);
        String stored = PREFIX + encode(sub, true) + rest;
        return stored.length() <= NAME_LENGTH_MAX ? stored : PREFIX + hashed(sub) + rest;
    }

    /** Whether a stored room belongs to the person with this {@code sub}. */
    public static boolean ownedBy(String room, String sub) {
        return isPrivate(room) && (begins(room, PREFIX + encode(sub, true)) || begins(room, PREFIX + hashed(sub)));
    }

    /** The rooms of all persons. */
    public static NameRange all() {
        return NameRange.prefix(PREFIX);
    }

    /** Where the rooms of the person with this {@code sub} are. */
    public static List<NameRange> of(String sub) {
        return Stream.of(PREFIX + encode(sub, true), PREFIX + hashed(sub))
                .flatMap(own -> Stream.of(NameRange.exactly(own), NameRange.prefix(own + ":")))
                .toList();
    }

    private static boolean begins(String room, String owner) {
        return room.startsWith(owner) && (room.length() == owner.length() || room.charAt(owner.length()) == ':');
    }

    private static String encode(String text, boolean owner) {
        StringBuilder out = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int lastDot =
                owner && text.endsWith(RoomName.EVENTS_SUFFIX) ? bytes.length - RoomName.EVENTS_SUFFIX.length() : -1;
        for (int i = 0; i < bytes.length; i++) {
            boolean ambiguous = owner && (bytes[i] == ':' || i == lastDot || beginsCode(bytes, i));
            if (ambiguous || !isPlain(bytes[i])) {
                out.append('_').append(HexFormat.of().toHexDigits(bytes[i]));
            } else {
                out.append((char) bytes[i]);
            }
        }
        return out.toString();
    }

    private static boolean beginsCode(byte[] bytes, int i) {
        return bytes[i] == '_' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
    }

    private static boolean isHex(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || ".:_-".indexOf(b) >= 0;
    }

    private static String hashed(String sub) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sub.getBytes(StandardCharsets.UTF_8));
            return HASHED + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
