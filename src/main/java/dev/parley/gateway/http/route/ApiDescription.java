package dev.parley.gateway.http.route;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * A description of the API (OpenAPI or AsyncAPI) that grows by fragments. A fragment only adds: a path, a method of a
 * path, a component, a channel, a message of a channel, an operation. It never changes what is described already. Pure;
 * not for several threads.
 */
final class ApiDescription {
    /** Objects to which a fragment may add fields; {@code *} is any name. */
    private static final Set<String> OBJECTS = Set.of(
            "/paths",
            "/paths/*",
            "/components",
            "/components/*",
            "/components/schemas",
            "/components/schemas/ClientFrame",
            "/components/schemas/ServerFrame",
            "/channels",
            "/channels/*",
            "/channels/*/messages",
            "/operations");

    /** Lists to which a fragment may add entries. */
    private static final Set<String> LISTS =
            Set.of("/tags", "/components/schemas/ClientFrame/anyOf", "/components/schemas/ServerFrame/anyOf");

    private final JsonObject document;

    ApiDescription(JsonObject core) {
        document = core.copy();
    }

    /**
     * Adds a fragment.
     *
     * @throws IllegalArgumentException if something in it is described already, or has no place in this document; what
     *     stood before it in the fragment is added then
     */
    void add(ApiFragment fragment) {
        add(fragment.source(), "", "", fragment.json().copy(), document);
    }

    JsonObject json() {
        return document.copy();
    }

    /** {@code place} is for people; {@code pattern} is the same with {@code *} for names that may be any. */
    private static void add(String source, String place, String pattern, JsonObject from, JsonObject to) {
        for (String name : from.fieldNames()) {
            String here = place + "/" + name;
            String known = pattern + "/" + name;
            String shape = OBJECTS.contains(known) || LISTS.contains(known) ? known : pattern + "/*";
            Object added = from.getValue(name);
            Object present = to.getValue(name);
            if (place.isEmpty() && present == null) {
                throw new IllegalArgumentException(source + ": the API's description has no " + here);
            }
            if (present == null) {
                to.put(name, added);
            } else if (present instanceof JsonObject object
                    && added instanceof JsonObject more
                    && OBJECTS.contains(shape)) {
                add(source, here, shape, more, object);
            } else if (present instanceof JsonArray list && added instanceof JsonArray more && LISTS.contains(shape)) {
                list.addAll(more);
            } else {
                throw new IllegalArgumentException(
                        source + ": " + here + " is described already; a fragment can only add to the description");
            }
        }
    }
}
