package dev.parley.ai.tool;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.summary.MessageSearch;
import dev.parley.ai.text.Excerpt;
import dev.parley.model.Event;
import dev.parley.model.Turn;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * Searches the latest messages of the turn's own room for words: the tool {@code search_room}. Searches on a worker.
 */
public final class SearchRoomTool implements Tool {
    /** How many of the room's latest messages are searched. */
    public static final int SEARCHED_MAX = 2000;

    private static final int QUERY_MAX = 500;
    private static final int LIMIT_MAX = 20;
    private static final int LIMIT = 8;
    private static final int SNIPPET = 400;
    private static final int FRAME_BYTES = 256; // what stands around the list
    private static final double LEAST_SHARE = 0.5; // of the words must be there
    private static final Spec SPEC = new Spec(
            "search_room",
            "Searches the latest messages of this room for words. Gives the best matches with their seq, sender and time;"
                    + " read_messages shows what was said around them.",
            ArgumentSchemaWriter.object()
                    .text("query", QUERY_MAX, "The words to look for")
                    .optionalNumber("limit", 1, LIMIT_MAX, "Most results; " + LIMIT + " by default")
                    .toJson());

    private final Vertx vertx;
    private final History history;
    private final long resultBytes;

    public SearchRoomTool(Vertx vertx, History history, long resultBytes) {
        this.vertx = vertx;
        this.history = history;
        this.resultBytes = resultBytes;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        String query = arguments.getString("query");
        int limit = arguments.getInteger("limit", LIMIT);
        return history.messagesBefore(turn.room(), turn.promptSeq(), SEARCHED_MAX)
                .compose(events -> vertx.executeBlocking(() -> found(events, query, limit), false));
    }

    private String found(List<Event> events, String query, int limit) {
        List<ChatLine> chatLines = events.stream().map(ChatLine::of).toList();
        List<JsonObject> results = MessageSearch.matches(chatLines, query, LEAST_SHARE).stream()
                .limit(limit)
                .map(chatLine -> chatLine.toJson(snippet(chatLine.text(), query)))
                .toList();
        return new JsonObject()
                .put("searched", chatLines.size())
                .put("results", Excerpt.within(results, resultBytes - FRAME_BYTES))
                .encode();
    }

    private static String snippet(String text, String query) {
        String found = MessageSearch.foundIn(text, query).toLowerCase(Locale.ROOT);
        int at = found.isEmpty() ? 0 : text.toLowerCase(Locale.ROOT).indexOf(found);
        return Excerpt.around(text, Math.max(0, at), SNIPPET);
    }
}
