package dev.parley.model;

import dev.parley.json.JsonWriter;
import java.util.List;

/**
 * What a message got of one emoji.
 *
 * @param count users who reacted with it
 * @param users the ids of the first of them, at most {@link #USERS_MAX}
 */
public record Reaction(String emoji, int count, List<String> users) {
    /** Users whose ids are listed. */
    public static final int USERS_MAX = 10;

    /** Different emojis on one message. */
    public static final int EMOJIS_MAX = 20;

    public Reaction {
        users = List.copyOf(users);
    }

    /** How many it takes in a page. */
    int bytes() {
        return JsonWriter.object(this::write).length;
    }

    void write(JsonWriter json) {
        json.field("emoji", emoji).field("count", count).field("users", users);
    }
}
