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
import java.util.Set;

/** Reads a stretch of the history of the turn's own room: the tool {@code read_messages}. At most 50 messages. */
public final class ReadMessagesTool implements RoomReader {
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
        Future<List<Event>> messages = after != null
                ? history.messagesAfter(turn.room(), after, limit)
                : history.messagesBefore(turn.room(), before == null ? Long.MAX_VALUE : before, limit);
        return messages.map(found -> MessageReference.of(ChatLine.of(found)).encode());
    }

    /** The numbers are of messages that follow each other. */
    @Override
    public Future<String> read(Turn turn, JsonObject arguments, JsonObject reference) {
        Set<Long> seqs = Set.copyOf(MessageReference.seqs(reference));
        if (seqs.isEmpty()) {
            return Future.succeededFuture(result(List.of(), arguments));
        }
        long first = Collections.min(seqs);
        long last = Collections.max(seqs);
        return history.messagesBefore(turn.room(), last + 1, LIMIT_MAX)
                .map(found -> found.stream()
                        .filter(event -> event.seq() >= first && seqs.contains(event.seq()))
                        .toList())
                .map(found -> result(ChatLine.of(found), arguments));
    }

    /** The first that fit, or the latest, as was asked. */
    private String result(List<ChatLine> chatLines, JsonObject arguments) {
        boolean isFromTheFirst = arguments.getValue("after") != null;
        List<JsonObject> messages = new ArrayList<>(chatLines.stream()
                .map(chatLine -> chatLine.toJson(Excerpt.around(chatLine.text(), 0, TEXT_MAX)))
                .toList());
        if (!isFromTheFirst) {
            Collections.reverse(messages);
        }
        List<?> fitting = Excerpt.within(messages, resultBytes - FRAME_BYTES).getList();
        if (!isFromTheFirst) {
            Collections.reverse(fitting);
        }
        JsonObject answer = new JsonObject().put("messages", fitting);
        if (fitting.size() < messages.size()) {
            answer.put("note", "too long for one answer; ask again for the rest");
        }
        return answer.encode();
    }
}
