package dev.parley.contract;

import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
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
    public static final Set<String> TYPES = Set.of(
            "init",
            "message",
            "load_messages",
            "edit",
            "delete",
            "react",
            "emit",
            "signal",
            "state",
            "get_state",
            "typing",
            "who",
            "leave",
            "auth",
            "ping",
            "cancel",
            "approve");

    private static final int HISTORY_DEFAULT = 50;
    private static final int HISTORY_MAX = 200;

    private final FrameLimits limits;
    private final Set<String> registered;
    private final ContentReader contents;
    private final RoomActionReader actions;

    /**
     * A reader.
     *
     * @param registered types of frames that capabilities have, none of {@link #TYPES}
     */
    public FrameReader(FrameLimits limits, Set<String> registered) {
        this.limits = limits;
        this.registered = registered;
        this.contents = new ContentReader(limits.text());
        this.actions = new RoomActionReader(limits, contents);
    }

    /** The fields of a socket's frame, whose UTF-8 was checked and decoded already. Throws a {@link Refusal}. */
    public FrameFields fields(String text) {
        return FrameFieldsParser.parse(text, "a frame", "one JSON object", limits.fields());
    }

    /** The fields of an HTTP body that has those of a frame; an empty one has none. Throws a {@link Refusal}. */
    public FrameFields body(byte[] utf8) {
        String text = utf8.length == 0 ? "{}" : JsonInput.text(utf8, "the body");
        return FrameFieldsParser.parse(text, "the body", JsonInput.OBJECT, limits.fields());
    }

    /** The fields of an envelope, whose {@code body} may be those of a frame. Throws a {@link Refusal}. */
    public FrameFields envelope(byte[] utf8) {
        String text = JsonInput.text(utf8, "an envelope");
        return FrameFieldsParser.parse(text, "an envelope", JsonInput.OBJECT, limits.fields());
    }

    /** Reads what people do in a room where it comes by another way than in a frame. */
    public RoomActionReader actions() {
        return actions;
    }

    /** The frame's id, for the answer to a frame that is otherwise wrong; null when it has no usable one. */
    public static String idOf(FrameFields fields) {
        return fields.get("id") instanceof String id && isKey(id) ? id : null;
    }

    /** Reads a frame. Throws a {@link Refusal}. */
    public ClientFrame read(FrameFields fields) {
        String id = checkedId(fields.text("id"));
        return new ClientFrame(id, fields.text("room"), fields.text("conversationId"), body(fields));
    }

    /** The same where something else names the room: what the frame says of one does not count. */
    public ClientFrame read(FrameFields fields, String room) {
        return new ClientFrame(checkedId(fields.text("id")), room, null, body(fields));
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
        String type = fields.text("type");
        if (type == null) {
            throw bad("type is missing");
        }
        return switch (type) {
            case "init" -> new ClientFrame.Init(fields.seqIfAny("since"), fields.flagIfAny("state"));
            case "message" -> new ClientFrame.Message(contents.content(fields.get("message")));
            case "load_messages" -> loadMessages(fields);
            case "edit" -> actions.edit(fields);
            case "delete" -> actions.delete(fields);
            case "react" -> actions.react(fields);
            case "emit" -> actions.emit(fields);
            case "signal" -> actions.signal(fields);
            case "state" -> actions.state(fields);
            case "get_state" -> new ClientFrame.GetState();
            case "typing" -> new ClientFrame.Typing(fields.flag("on"));
            case "who" -> new ClientFrame.Who();
            case "leave" -> new ClientFrame.Leave();
            case "auth" -> new ClientFrame.Auth(fields.required("token"));
            case "ping" -> new ClientFrame.Ping();
            case "cancel" -> new ClientFrame.Cancel(fields.key("turn"));
            case "approve" -> new ClientFrame.Approve(fields.key("turn"), fields.key("call"), fields.flag("allow"));
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
        return contents.content(FrameFields.of(message));
    }

    /** A message whose text and mentions are known; {@code mentions} is null for none. Throws a {@link Refusal}. */
    public Content content(String text, List<?> mentions) {
        return contents.content(text, mentions);
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

    /** A text field of a tree, null when absent. Throws a {@link Refusal}. */
    public static String text(JsonObject json, String field) {
        return FrameFields.of(json).text(field);
    }

    private static String shown(String type) {
        return type.length() <= ID_CHARS_MAX ? type : type.substring(0, ID_CHARS_MAX) + "…";
    }

    private static Refusal bad(String text) {
        return Code.BAD_FRAME.refuse(text);
    }
}
