package dev.parley.store.sqlite;

import dev.parley.model.EventType;
import dev.parley.model.StoredBody;
import io.vertx.core.json.JsonObject;

/** What an edit and a delete make of a stored body, a JSON object's text. Pure. */
final class AmendedBody {
    private AmendedBody() {}

    static boolean isDeleted(String body) {
        return StoredBody.of(body).isDeleted();
    }

    /** The same with another text. */
    static String edited(String body, String text, long ts) {
        return new JsonObject(body).put("text", text).put("editedAt", ts).encode();
    }

    /** What is left; of an answer which turn it ended and how, too, because a client waits for that. */
    static String deleted(String type, String body) {
        JsonObject left = new JsonObject().put("deleted", true);
        if (type.equals(EventType.ANSWER)) {
            JsonObject was = new JsonObject(body);
            copy("turn", was, left);
            copy("reason", was, left);
        }
        return left.encode();
    }

    /** The id of the turn that an answer ended; null when there is none. */
    static String turn(String type, String body) {
        return type.equals(EventType.ANSWER) && new JsonObject(body).getValue("turn") instanceof String turn
                ? turn
                : null;
    }

    private static void copy(String name, JsonObject from, JsonObject to) {
        if (from.containsKey(name)) {
            to.put(name, from.getValue(name));
        }
    }
}
