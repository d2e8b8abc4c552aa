package dev.parley.contract;

import dev.parley.model.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Holds the fields of a client's frame before they are checked. What nobody asks for may be left out. */
public interface FrameFields {

    /**
     * A field's value; null when it is absent or null.
     *
     * @return a {@link String}, {@link Number}, {@link Boolean}, a list of such, or {@link FrameFields};
     *     of {@code data} and {@code patch}, where the frame was read as text, a {@code RawJson} unless it is absent
     */
    Object get(String name);

    /** All of them, also those that were left out: the frame's JSON. Of a whole frame alone. */
    String json();

    /** A text field, null when absent. This and what follows throw {@code bad_frame}, which names the field. */
    default String text(String name) {
        Object value = get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Code.BAD_FRAME.refuse(name + " must be a string");
    }

    /** A text field that must be there. */
    default String required(String name) {
        String value = text(name);
        if (value == null) {
            throw Code.BAD_FRAME.refuse(name + " is missing");
        }
        return value;
    }

    /** The name of something that is stored: not every store can keep a NUL. */
    default String key(String name) {
        String value = required(name);
        if (value.indexOf('\0') >= 0) {
            throw Code.BAD_FRAME.refuse(name + " must not contain NUL");
        }
        return value;
    }

    /** A field that is true or false. */
    default boolean flag(String name) {
        if (get(name) instanceof Boolean value) {
            return value;
        }
        throw Code.BAD_FRAME.refuse(name + " must be true or false");
    }

    /** The same, false when absent. */
    default boolean flagIfAny(String name) {
        return get(name) != null && flag(name);
    }

    /** The {@code seq} of an event that the client has seen, of 0 or more; -1 when absent. */
    default long seqIfAny(String name) {
        Object value = get(name);
        if (value == null) {
            return -1;
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        throw Code.BAD_FRAME.refuse(name + " must be a seq, a whole number of 0 or more");
    }

    /** Those of a tree, which may not change meanwhile. */
    static FrameFields of(JsonObject json) {
        return new FrameFields() {
            @Override
            public Object get(String name) {
                Object value = json.getValue(name);
                if (value instanceof JsonObject object) {
                    return of(object);
                }
                return value instanceof JsonArray array ? array.getList() : value;
            }

            @Override
            public String json() {
                return json.encode();
            }
        };
    }
}
