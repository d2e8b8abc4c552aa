package dev.parley.contract;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What a frame from the server means to whoever follows answers inside this process. What is about no answer, also of a
 * type that this version does not know, is {@link Other}: it is passed over.
 */
public sealed interface AnswerFrame {

    /** Why a stream ends whose reader was taken out. */
    String TAKEN_OUT = "you are not in the room any more";

    /** The event's position in its room; 0 for what is not durable. */
    default long seq() {
        return 0;
    }

    /** What is about one answer. */
    sealed interface OfTurn extends AnswerFrame {
        String turn();
    }

    /** A {@code chunk}: a piece of the answer's text from {@code offset} on. */
    record Chunk(String turn, int attempt, int offset, String content) implements OfTurn {}

    /** A {@code tool}: how far a call is. */
    record Tool(String turn, ToolCall call) implements OfTurn {}

    /**
     * A {@code complete}: the end of the answer, with all of its text.
     *
     * @param assistant whose answer it is, by user id
     * @param prompt the message that it answers; 0 when it does not say
     * @param reason as the contract has it; a newer version may know others
     * @param content empty when the answer was deleted; then it does not say its prompt either
     * @param usage null when it is not known
     * @param error null unless it failed and says why
     */
    record End(
            String turn,
            long seq,
            String assistant,
            long prompt,
            String reason,
            String content,
            TokenUsage usage,
            String error)
            implements OfTurn {

        /** As an event of the log has it. */
        public static End of(Event event) {
            JsonObject body = new JsonObject(event.body());
            return new End(
                    body.getString("turn"),
                    event.seq(),
                    event.from().id(),
                    body.getLong("prompt", 0L),
                    body.getString("reason"),
                    body.getString("text", ""),
                    usage(body),
                    body.getString("error"));
        }

        private static End of(long seq, JsonObject complete) {
            JsonObject message = complete.getJsonObject("message");
            return new End(
                    complete.getString("turn"),
                    seq,
                    message.getJsonObject("from").getString("id"),
                    message.getLong("prompt", 0L),
                    complete.getString("reason"),
                    complete.getString("content", ""),
                    usage(complete),
                    complete.getString("error"));
        }

        /** The same, known to answer this message. */
        public End answering(long message) {
            return new End(turn, seq, assistant, message, reason, content, usage, error);
        }

        private static TokenUsage usage(JsonObject json) {
            JsonObject usage = json.getJsonObject("usage");
            return usage == null ? null : TokenUsage.of(usage);
        }
    }

    /** A {@code state}: the room's shared state was changed by this JSON Merge Patch. */
    record StateChange(long seq, JsonObject patch) implements AnswerFrame {}

    /**
     * An {@code event}: a client's own, which is stored.
     *
     * @param data JSON of any kind
     */
    record Custom(long seq, String by, String name, Object data) implements AnswerFrame {}

    /** A {@code resync}: the connection fell behind. */
    record Behind() implements AnswerFrame {}

    /** An {@code error} or {@code left}: the connection may not stay in the room. {@code code} is the contract's. */
    record Failed(String code, String text) implements AnswerFrame {}

    /** Anything else. */
    record Other(long seq) implements AnswerFrame {}

    /** Of a frame that was made on this node. */
    static AnswerFrame of(ServerFrame frame) {
        if (frame instanceof ServerFrame.Chunk chunk) {
            return new Chunk(chunk.of().id(), chunk.of().attempt(), chunk.offset(), chunk.content());
        } else if (frame instanceof ServerFrame.Tool tool) {
            return new Tool(tool.turn(), tool.call());
        } else if (frame instanceof ServerFrame.Complete complete) {
            return End.of(complete.event());
        } else if (frame instanceof ServerFrame.Resync) {
            return new Behind();
        } else if (frame instanceof ServerFrame.Failed failed) {
            return new Failed(failed.refusal().code().text(), failed.refusal().text());
        } else if (frame instanceof ServerFrame.Left left && left.code() != null) {
            return new Failed(left.code().text(), TAKEN_OUT);
        } else if (frame instanceof ServerFrame.Message message) {
            return new Other(message.event().seq());
        } else if (frame instanceof ServerFrame.PassedOn passedOn) {
            Event event = passedOn.event();
            return passedOn(event.type(), event.seq(), event.from().id(), new JsonObject(event.body()));
        }
        return new Other(0);
    }

    private static AnswerFrame passedOn(String type, long seq, String by, JsonObject body) {
        if (type.equals(EventType.STATE)) {
            return new StateChange(seq, body.getJsonObject("patch"));
        } else if (type.equals(EventType.EVENT) && body.containsKey("name")) { // else it was deleted
            return new Custom(seq, by, body.getString("name"), body.getValue("data"));
        }
        return new Other(seq);
    }

    /** Of a frame that came as text; {@code seq} is its event's, 0 for what is not durable. */
    static AnswerFrame read(long seq, byte[] utf8) {
        JsonObject frame = new JsonObject(Buffer.buffer(utf8));
        return switch (frame.getString("type")) {
            case "chunk" ->
                new Chunk(
                        frame.getString("turn"),
                        frame.getInteger("attempt"),
                        frame.getInteger("offset"),
                        frame.getString("content"));
            case "tool" -> new Tool(frame.getString("turn"), ToolCall.of(frame));
            case "complete" -> End.of(seq, frame);
            case "resync" -> new Behind();
            case "error" -> new Failed(frame.getString("code"), frame.getString("error"));
            case EventType.STATE, EventType.EVENT ->
                passedOn(frame.getString("type"), seq, frame.getString("by"), frame);
            default -> new Other(seq);
        };
    }
}
