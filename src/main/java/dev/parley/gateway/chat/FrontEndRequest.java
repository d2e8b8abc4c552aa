package dev.parley.gateway.chat;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A request of a front end, whatever its format: which chat it means, what it wants, and what its reader has already.
 *
 * @param chat the front end's name of the chat; null when it gave none
 * @param room the room it named instead; null when it named none
 * @param resumePoint what the reader has of an answer, by its turn
 */
record FrontEndRequest(String chat, String room, Intent intent, Function<String, ResumePoint> resumePoint) {

    /** The objects of a list; throws {@code bad_frame} when it is no list of objects. An absent one is empty. */
    static List<JsonObject> objects(JsonObject json, String field) {
        Object value = json.getValue(field);
        List<JsonObject> found = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (Object element : array) {
                if (element instanceof JsonObject object) {
                    found.add(object);
                } else {
                    throw bad(field + " must be a list of objects");
                }
            }
        } else if (value != null) {
            throw bad(field + " must be a list of objects");
        }
        return found;
    }

    /** A text field; empty when it is absent or something else. */
    static String textOr(JsonObject json, String field) {
        return json.getValue(field) instanceof String text ? text : "";
    }

    static Refusal bad(String text) {
        return Code.BAD_FRAME.refuse(text);
    }
}
