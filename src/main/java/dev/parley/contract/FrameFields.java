package dev.parley.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Holds the fields of a client's frame before they are checked. What nobody asks for may be left out. */
public interface FrameFields {

    /**
     * A field's value; null when it is absent or null.
     *
     * @return a {@link String}, {@link Number}, {@link Boolean}, {@link java.util.List} of such, or {@link FrameFields}
     */
    Object get(String name);

    /** All of them, also those that were left out: the frame's JSON. Of a whole frame alone. */
    String json();

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
