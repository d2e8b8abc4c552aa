package dev.parley.room.state;

import dev.parley.config.Limits;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Event;
import dev.parley.model.EventType;

/** A JSON Merge Patch (RFC 7396) of a room's shared state. Immutable. */
public final class MergePatch {
    private static final String BODY = "{\"patch\":";

    private final StateObject root;

    private MergePatch(StateObject root) {
        this.root = root;
    }

    /**
     * Reads what somebody sent. Throws {@code bad_frame} when it is no JSON object, {@code too_large} when it is over
     * {@code limits.statePatch}, {@code depth} or {@code jsonFields}.
     */
    public static MergePatch read(String json, Limits limits) {
        StateObject root = StateReader.read(json, "the patch", limits.jsonFields(), limits.depth());
        if (root.size() > limits.statePatch()) {
            throw Code.TOO_LARGE.refuse(
                    "the patch is longer than " + limits.statePatch() + " bytes (limits.statePatch)");
        }
        return new MergePatch(root);
    }

    /** The patch that an event of type {@link EventType#STATE} holds. */
    static MergePatch of(Event event) {
        StateObject body = StateReader.readStored(event.body());
        if (body.members().get("patch") instanceof StateObject root) {
            return new MergePatch(root);
        }
        throw new IllegalStateException("event " + event.seq() + " of room " + event.room() + " has no patch");
    }

    StateObject root() {
        return root;
    }

    boolean isEmpty() {
        return root.members().isEmpty();
    }

    /** The body of its event. */
    public String body() {
        StringBuilder out = new StringBuilder((int) bodySize());
        out.append(BODY);
        root.write(out);
        return out.append('}').toString();
    }

    /** Bytes of its event's body. */
    long bodySize() {
        return BODY.length() + root.size() + 1;
    }

    /** Equal for equal patches, and no other content's: how a resend is told from something else under the same id. */
    public String digest() {
        return Content.digest("state " + body());
    }
}
