package dev.parley.contract;

import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads client frames: JSON in, a valid {@link ClientFrame} or a {@link Refusal} that names the field out. Fields that
 * it does not know are passed over. Stateless.
 */
public final class FrameReader {
    /** The longest {@code id} of a frame, and {@code Idempotency-Key} of a request, in UTF-16 units. */
    public static final int ID_CHARS_MAX = 64;

    /** The types of frames that it knows by itself. */
    public static final Set<String> TYPES =
            Set.of("init", "message", "load_messages", "typing", "who", "leave", "auth", "ping", "cancel", "approve");

    private static final int MENTIONS_MAX = 20;
    private static final int HISTORY_DEFAULT = 50;
    private static final int HISTORY_MAX = 200;

    private final long textBytesMax;
    private final int fieldsMax;
    private final Set<String> registered;

    /** Without types that capabilities have registered. */
    public FrameReader(long textBytesMax, int fieldsMax) {
        this(textBytesMax, fieldsMax, Set.of());
    }

    /**
     * A reader.
     *
     * @param fieldsMax names and values of one frame, see {@link JsonInput}
     * @param registered types of frames that capabilities have, none of {@link #TYPES}
     */
    public FrameReader(long textBytesMax, int fieldsMax, Set<String> registered) {
        this.registered = registered;
        this.textBytesMax = textBytesMax;
        this.fieldsMax = fieldsMax;
    }

    /** The fields of a socket's frame, whose UTF-8 was checked and decoded already. Throws a {@link Refusal}. */
    public FrameFields fields(String text) {
        return FrameFieldsParser.parse(text, fieldsMax);
    }

    /** The frame's id, for the answer to a frame that is otherwise wrong; null when it has no usable one. */
    public static String idOf(FrameFields fields) {
        return fields.get("id") instanceof String id && isKey(id) ? id : null;
    }

    /** The same of a frame that is a tree already. */
    public static String idOf(JsonObject json) {
        return idOf(FrameFields.of(json));
    }

    /** Reads a frame. Throws a {@link Refusal}. */
    public ClientFrame read(FrameFields fields) {
        String id = checkedId(text(fields, "id"));
        return new ClientFrame(id, text(fields, "room"), text(fields, "conversationId"), body(fields));
    }

    /** The same where something else names the room: what the frame says of one does not count. */
    public ClientFrame read(FrameFields fields, String room) {
        return new ClientFrame(checkedId(text(fields, "id")), room, null, body(fields));
    }

    /** The same of a frame that is a tree already. */
    public ClientFrame read(JsonObject json) {
        return read(FrameFields.of(json));
    }

    /** An id as a frame may have it, or null for none. Throws a {@link Refusal}. */
    public static String checkedId(String id) {
        if (id != null && !isKey(id)) {
            throw bad("id must be 1–" + ID_CHARS_MAX + " characters");
        }
        return id;
    }

    /**
     * Whether a text may be a key: 1–64 characters. Not a NUL, which not every store can keep, and not half a surrogate
     * pair, which is no character and could not be sent back (RFC 3629 section 3).
     */
    public static boolean isKey(String id) {
        boolean whole = id.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return !id.isEmpty() && id.length() <= ID_CHARS_MAX && whole && id.indexOf('\0') < 0;
    }

    private ClientFrame.Body body(FrameFields fields) {
        String type = text(fields, "type");
        if (type == null) {
            throw bad("type is missing");
        }
        return switch (type) {
            case "init" -> new ClientFrame.Init(since(fields));
            case "message" -> new ClientFrame.Message(content(fields.get("message")));
            case "load_messages" -> loadMessages(fields);
            case "typing" -> new ClientFrame.Typing(flag(fields, "on"));
            case "who" -> new ClientFrame.Who();
            case "leave" -> new ClientFrame.Leave();
            case "auth" -> new ClientFrame.Auth(required(fields, "token"));
            case "ping" -> new ClientFrame.Ping();
            case "cancel" -> new ClientFrame.Cancel(key(fields, "turn"));
            case "approve" -> new ClientFrame.Approve(key(fields, "turn"), key(fields, "call"), flag(fields, "allow"));
            default -> registered(type, fields);
        };
    }

    private ClientFrame.Body registered(String type, FrameFields fields) {
        if (!registered.contains(type)) {
            throw bad("unknown type \"" + shown(type) + "\"");
        }
        return new ClientFrame.Registered(type, fields.json());
    }

    /** A message that came by itself, an object with a text. Throws a {@link Refusal}. */
    public Content content(JsonObject message) {
        return content((Object) FrameFields.of(message));
    }

    /** A message whose text and mentions are known; {@code mentions} is null for none. Throws a {@link Refusal}. */
    public Content content(String text, List<?> mentions) {
        return new Content(checked(text, "text"), null, mentions(mentions));
    }

    private Content content(Object message) {
        if (message instanceof String text) {
            return new Content(checked(text, "message"), null, List.of());
        }
        if (message instanceof FrameFields fields) {
            refuseAttachments(fields.get("attachments"));
            return new Content(
                    checked(required(fields, "text"), "text"), replyTo(fields), mentions(fields.get("mentions")));
        }
        throw bad("message must be a string, or an object with a text");
    }

    private static void refuseAttachments(Object value) {
        if (value != null && !(value instanceof List)) {
            throw bad("attachments must be a list");
        }
        if (value != null && !((List<?>) value).isEmpty()) {
            throw Code.NOT_FOUND.refuse("attachments: no such upload");
        }
    }

    private String checked(String text, String field) {
        if (text.isEmpty()) {
            throw bad(field + " must not be empty");
        }
        if (text.length() > textBytesMax || text.getBytes(StandardCharsets.UTF_8).length > textBytesMax) {
            throw Code.TOO_LARGE.refuse(field + " is over limits.text (" + textBytesMax + " bytes)");
        }
        return text;
    }

    private static String replyTo(FrameFields fields) {
        Object value = fields.get("replyTo");
        if (value == null) {
            return null;
        }
        if (value instanceof String s && isKey(s)) {
            return s;
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw bad("replyTo must be a message's id or seq");
    }

    private static List<String> mentions(Object value) {
        if (value == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> array && array.size() <= MENTIONS_MAX) {
            for (Object name : array) {
                if (name instanceof String s && (s.isEmpty() || isKey(s))) {
                    names.add(s);
                }
            }
            if (names.size() == array.size()) {
                return List.copyOf(names);
            }
        }
        throw bad("mentions must be a list of at most " + MENTIONS_MAX + " names");
    }

    private static long since(FrameFields fields) {
        Object value = fields.get("since");
        if (value == null) {
            return -1;
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        throw bad("since must be a seq, a whole number of 0 or more");
    }

    private static int limit(FrameFields fields) {
        Object value = fields.get("limit");
        if (value == null) {
            return HISTORY_DEFAULT;
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 1) {
            return (int) Math.min(((Number) value).longValue(), HISTORY_MAX);
        }
        throw bad("limit must be a whole number of 1 or more");
    }

    /** A number is a {@code seq}; a text is a message's id, and only where there is none a {@code seq}. */
    private static ClientFrame.Body loadMessages(FrameFields fields) {
        Object value = fields.get("startAfter");
        if (value == null) {
            return new ClientFrame.LoadMessages(limit(fields), -1, -1, null);
        }
        if (value instanceof String id && isKey(id)) {
            return new ClientFrame.LoadMessages(limit(fields), -1, -1, id);
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return new ClientFrame.LoadMessages(limit(fields), ((Number) value).longValue(), -1, null);
        }
        throw bad("startAfter must be a seq or a message's id");
    }

    private static boolean flag(FrameFields fields, String field) {
        if (fields.get(field) instanceof Boolean value) {
            return value;
        }
        throw bad(field + " must be true or false");
    }

    /** The name of something that is stored: not every store can keep a NUL. */
    private static String key(FrameFields fields, String field) {
        String value = required(fields, field);
        if (value.indexOf('\0') >= 0) {
            throw bad(field + " must not contain NUL");
        }
        return value;
    }

    private static String required(FrameFields fields, String field) {
        String value = text(fields, field);
        if (value == null) {
            throw bad(field + " is missing");
        }
        return value;
    }

    /** A text field, null when absent. Throws a {@link Refusal}. */
    public static String text(JsonObject json, String field) {
        return text(FrameFields.of(json), field);
    }

    /** The same of a frame's fields. */
    public static String text(FrameFields fields, String field) {
        Object value = fields.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw bad(field + " must be a string");
    }

    private static String shown(String type) {
        return type.length() <= ID_CHARS_MAX ? type : type.substring(0, ID_CHARS_MAX) + "…";
    }

    private static Refusal bad(String text) {
        return Code.BAD_FRAME.refuse(text);
    }
}
