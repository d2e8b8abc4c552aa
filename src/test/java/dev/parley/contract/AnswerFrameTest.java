package dev.parley.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame means the same whether it was made on this node or came as text from another. */
class AnswerFrameTest {
    private static final Author BOT = new Author("bot", "Bot", Author.Kind.ASSISTANT);
    private static final Author ANN = new Author("ann", "Ann", Author.Kind.USER);
    private static final Turn TURN = new Turn("r", "T", "bot", 2, 7, ANN, 0);

    private static Event event(String type, String body) {
        return new Event("r", 9, 1, type, "m", BOT, body);
    }

    private static ServerFrame.Tool tool(ToolCall.State state, String result, long expiresAt) {
        return new ServerFrame.Tool("r", "T", new ToolCall("c", "now", "{\"a\":1}", state, result, 3, expiresAt));
    }

    static Stream<ServerFrame> frames() {
        return Stream.of(
                new ServerFrame.Chunk("r", TURN, 0, "é👋"),
                new ServerFrame.Chunk("r", TURN, 5, "more"),
                tool(ToolCall.State.RUNNING, null, 0),
                tool(ToolCall.State.WAITING, null, 99),
                tool(ToolCall.State.DONE, "noon", 0),
                ServerFrame.of(
                        event(
                                "answer",
                                """
                        {"turn":"T","reason":"done","text":"hi","prompt":7,\
                        "usage":{"input":1,"output":2,"estimated":true}}""")),
                ServerFrame.of(
                        event("answer", "{\"turn\":\"T\",\"reason\":\"failed\",\"text\":\"\",\"error\":\"no\"}")),
                ServerFrame.of(event("answer", "{\"turn\":\"T\",\"reason\":\"someday\",\"text\":\"\"}")),
                ServerFrame.of(event("answer", "{\"deleted\":true,\"turn\":\"T\",\"reason\":\"done\"}")),
                ServerFrame.of(event("message", "{\"text\":\"hi\"}")),
                ServerFrame.of(event("edited", "{\"target\":3,\"text\":\"ho\"}")),
                ServerFrame.of(event("event", "{\"name\":\"n\",\"data\":{\"turn\":1}}")),
                new ServerFrame.Signal("r", "ann", "chunk", "{\"turn\":\"T\"}"),
                new ServerFrame.StateLoaded("r", 7, "{\"type\":\"chunk\"}"),
                ServerFrame.of(event("someday", "{\"turn\":\"T\",\"content\":5}")),
                new ServerFrame.Resync("r", 8),
                new ServerFrame.Failed(Code.FORBIDDEN.refuse("no"), "r"),
                new ServerFrame.Typing("r", "ann", true),
                new ServerFrame.Gone("r", List.of("ann")));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void readIsAsMade(ServerFrame frame) {
        AnswerFrame made = AnswerFrame.of(frame);
        assertEquals(made, AnswerFrame.read(made.seq(), frame.encode()));
    }

    @Test
    void whatIsUnknownIsPassedOver() {
        byte[] unknown = "{\"type\":\"someday\",\"turn\":7}".getBytes(StandardCharsets.UTF_8);
        assertEquals(new AnswerFrame.Other(4), AnswerFrame.read(4, unknown));
        assertEquals(9, AnswerFrame.of(ServerFrame.of(event("someday", "{}"))).seq());
        assertInstanceOf(AnswerFrame.Other.class, AnswerFrame.of(new ServerFrame.Pong(1)));
    }
}
