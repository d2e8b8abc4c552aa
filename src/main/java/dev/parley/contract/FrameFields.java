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

    /** Those of a tree, which may not change meanwhile. */
    static FrameFields of(JsonObject json) {
        return name -> {
            Object value = json.getValue(name);
            if (value instanceof JsonObject object) {
                return of(object);
            }
            return value instanceof JsonArray array ? array.getList() : value;
        };
    }
}
