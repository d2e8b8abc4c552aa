package dev.parley.contract;

import dev.parley.model.Code;
import dev.parley.model.Emoji;
import dev.parley.model.PlainName;
import dev.parley.model.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what people do in a room beside talking: edit, delete, react, custom events and patches of the shared state.
 * The fields are those of a frame or of an HTTP body; whatever is wrong is a {@link Refusal} that names the field.
 * Stateless.
 */
public final class RoomActionReader {
    private static final String TARGET = "target must be the seq of a message, a whole number of 1 or more";

    private final FrameLimits limits;
    private final ContentReader contents;

    RoomActionReader(FrameLimits limits, ContentReader contents) {
        this.limits = limits;
        this.contents = contents;
    }

    ClientFrame.Edit edit(FrameFields fields) {
        return edit(target(fields), fields);
    }

    /** An edit whose target is known; the fields have its {@code text}. */
    public ClientFrame.Edit edit(long target, FrameFields fields) {
        return new ClientFrame.Edit(target, contents.text(fields.required("text"), "text"));
    }

    ClientFrame.Delete delete(FrameFields fields) {
        return new ClientFrame.Delete(target(fields));
    }

    ClientFrame.React react(FrameFields fields) {
        return react(target(fields), fields.required("emoji"), fields.flag("on"));
    }

    /** A reaction whose target is known. */
    public ClientFrame.React react(long target, String emoji, boolean on) {
        if (!Emoji.isOne(emoji)) {
            throw Code.BAD_FRAME.refuse("emoji must be one emoji, of at most " + Emoji.BYTES_MAX + " bytes");
        }
        return new ClientFrame.React(target, emoji, on);
    }

    /** A custom event: {@code name} and {@code data}. */
    public ClientFrame.Emit emit(FrameFields fields) {
        String name = PlainName.checked(fields.text("name"), "name");
        return new ClientFrame.Emit(name, json(fields, "data").checked("data", limits, limits.event(), "event"));
    }

    /** A custom event that is not stored: {@code name}, {@code data} and perhaps {@code to}. */
    public ClientFrame.Signal signal(FrameFields fields) {
        String name = PlainName.checked(fields.text("name"), "name");
        String data = json(fields, "data").checked("data", limits, limits.signal(), "signal");
        return new ClientFrame.Signal(name, data, to(fields.get("to")));
    }

    private List<String> to(Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> listed) || listed.isEmpty()) {
            throw badTo();
        }
        if (listed.size() > limits.signalTo()) {
            throw Code.TOO_LARGE.refuse("to has more than limits.signalTo (" + limits.signalTo() + ") users");
        }
        Set<String> users = new LinkedHashSet<>();
        for (Object user : listed) {
            if (!(user instanceof String id) || id.isEmpty()) {
                throw badTo();
            }
            users.add(id);
        }
        return List.copyOf(users);
    }

    private static Refusal badTo() {
        return Code.BAD_FRAME.refuse("to must be a list of user ids; leave it out to reach everybody else");
    }

    ClientFrame.State state(FrameFields fields) {
        return new ClientFrame.State(patch(json(fields, "patch")), fields.seqIfAny("base"));
    }

    /**
     * A patch that came by itself.
     *
     * @param base -1 for none
     */
    public ClientFrame.State state(byte[] patch, long base) {
        String text = JsonInput.text(patch, "patch");
        RawJson json =
                JsonInput.read(text, "patch", JsonInput.OBJECT, limits.fields(), tokens -> RawJson.read(tokens, text));
        return new ClientFrame.State(patch(json), base);
    }

    private String patch(RawJson patch) {
        if (!patch.isObject()) {
            throw Code.BAD_FRAME.refuse("patch must be a JSON object (RFC 7396)");
        }
        return patch.checked("patch", limits, limits.statePatch(), "statePatch");
    }

    private static RawJson json(FrameFields fields, String name) {
        if (fields.get(name) instanceof RawJson json) {
            return json;
        }
        throw Code.BAD_FRAME.refuse(name + " is missing");
    }

    private static long target(FrameFields fields) {
        Object value = fields.get("target");
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 1) {
            return ((Number) value).longValue();
        }
        throw Code.BAD_FRAME.refuse(value instanceof String ? TARGET + ", not its id" : TARGET);
    }

    /** A target as it stands in a path. */
    public static long target(String text) {
        if (text.matches("[1-9]\\d{0,17}")) {
            return Long.parseLong(text);
        }
        throw Code.BAD_FRAME.refuse(TARGET);
    }
}
