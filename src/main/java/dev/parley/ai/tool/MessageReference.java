package dev.parley.ai.tool;

import dev.parley.ai.history.ChatLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** The messages that a tool has read, by their numbers: what is stored in place of its result. Pure. */
final class MessageReference {
    private static final String READ = "read";

    private MessageReference() {}

    static JsonObject of(List<ChatLine> read) {
        return new JsonObject().put(READ, read.stream().map(ChatLine::seq).toList());
    }

    /** The numbers in a reference, in its order; also in a result that an older node has stored. */
    static List<Long> seqs(JsonObject reference) {
        return Stream.of(READ, "messages", "results")
                .map(reference::getValue)
                .filter(JsonArray.class::isInstance)
                .flatMap(list -> ((JsonArray) list).stream())
                .map(each -> each instanceof JsonObject message ? message.getValue("seq") : each)
                .filter(Number.class::isInstance)
                .map(seq -> ((Number) seq).longValue())
                .toList();
    }
}
