package dev.parley.ai.tool;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.text.Excerpt;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Turn;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a stretch of the history of the turn's own room: the tool {@code read_messages}. At most 50 messages. */
public final class ReadMessagesTool implements Tool {
    private static final int LIMIT_MAX = 50;
    private static final int LIMIT = 20;
    private static final int TEXT_MAX = 4000;
    private static final int FRAME_BYTES = 256; // what stands around the list
    private static final Spec SPEC = new Spec(
            "read_messages",
            "Reads messages of this room in order: those before a seq, those after one, or the latest.",
            ArgumentSchemaWriter.object()
                    .optionalNumber("before", 1, Long.MAX_VALUE, "Only messages with a lower seq: the latest of those")
                    .optionalNumber("after", 0, Long.MAX_VALUE, "Only messages with a higher seq: the first of those")
                    .optionalNumber("limit", 1, LIMIT_MAX, "Most messages; " + LIMIT + " by default")
                    .toJson());

    private final History history;
    private final long resultBytes;

    public ReadMessagesTool(History history, long resultBytes) {
        this.history = history;
        this.resultBytes = resultBytes;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        int limit = arguments.getInteger("limit", LIMIT);
        Long after = arguments.getLong("after");
        Long before = arguments.getLong("before");
        if (after != null && before != null) {
            return Future.failedFuture(Code.BAD_FRAME.refuse("give before or after, not both"));
        }
        if (after != null) {
            return history.messagesAfter(turn.room(), after, limit).map(this::first);
        }
        return history.messagesBefore(turn.room(), before == null ? Long.MAX_VALUE : before, limit)
                .map(this::last);
    }

    private String first(List<Event> events) {
        return answer(
                events, Excerpt.within(shown(events), resultBytes - FRAME_BYTES).getList());
    }

    /** The latest that fit. */
    private String last(List<Event> events) {
        List<JsonObject> newestFirst = new ArrayList<>(shown(events));
        Collections.reverse(newestFirst);
        List<?> fitting = Excerpt.within(newestFirst, resultBytes - FRAME_BYTES).getList();
        Collections.reverse(fitting);
        return answer(events, fitting);
    }

    private static List<JsonObject> shown(List<Event> events) {
        return events.stream()
                .map(ChatLine::of)
                .map(chatLine -> chatLine.toJson(Excerpt.around(chatLine.text(), 0, TEXT_MAX)))
                .toList();
    }

    private static String answer(List<Event> events, List<?> fitting) {
        JsonObject answer = new JsonObject().put("messages", fitting);
        if (fitting.size() < events.size()) {
            answer.put("note", "too long for one answer; ask again for the rest");
        }
        return answer.encode();
    }
}
