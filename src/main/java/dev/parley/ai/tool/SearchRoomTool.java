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
public final class SearchRoomTool implements RoomReader {
    /** How many of the room's latest messages are searched. */
    public static final int SEARCHED_MAX = 2000;

    private static final int QUERY_MAX = 500;
    private static final int LIMIT_MAX = 20;
    private static final int LIMIT = 8;
    private static final int SNIPPET = 400;
    private static final int FRAME_BYTES = 256; // what stands around the list
    private static final double LEAST_SHARE = 0.5; // of the words must be there
    private static final String SEARCHED = "searched";
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
                .compose(events -> vertx.executeBlocking(() -> found(ChatLine.of(events), query, limit), false));
    }

    private static String found(List<ChatLine> chatLines, String query, int limit) {
        List<ChatLine> matches = MessageSearch.matches(chatLines, query, LEAST_SHARE).stream()
                .limit(limit)
                .toList();
        return MessageReference.of(matches).put(SEARCHED, chatLines.size()).encode();
    }

    @Override
    public Future<String> read(Turn turn, JsonObject arguments, JsonObject reference) {
        List<Future<List<Event>>> reads = MessageReference.seqs(reference).stream()
                .limit(LIMIT_MAX)
                .map(seq -> history.eventsAfter(turn.room(), seq - 1, 1))
                .toList();
        return Future.all(reads)
                .map(all -> all.<List<Event>>list().stream()
                        .flatMap(events -> ChatLine.of(events).stream())
                        .toList())
                .map(chatLines -> result(chatLines, arguments.getString("query"), reference.getValue(SEARCHED)));
    }

    private String result(List<ChatLine> chatLines, String query, Object searched) {
        List<JsonObject> results = chatLines.stream()
                .map(chatLine -> chatLine.toJson(snippet(chatLine.text(), query)))
                .toList();
        return new JsonObject()
                .put(SEARCHED, searched)
                .put("results", Excerpt.within(results, resultBytes - FRAME_BYTES))
                .encode();
    }

    private static String snippet(String text, String query) {
        String found = MessageSearch.foundIn(text, query).toLowerCase(Locale.ROOT);
        int at = found.isEmpty() ? 0 : text.toLowerCase(Locale.ROOT).indexOf(found);
        return Excerpt.around(text, Math.max(0, at), SNIPPET);
    }
}
