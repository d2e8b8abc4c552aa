package dev.parley.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each front end is sent for the same answer. */
class RendererTest {
    private static final String DATA_END = "[DONE]";

    /**
     * Follows an answer from one of its frames on, and returns what was written, each as its type and what it is about.
     */
    private static List<String> written(AnswerRenderer renderer, Answering answer, int from, ResumePoint resumePoint) {
        AnswerFollower track = new AnswerFollower(Answering.TURN, resumePoint, renderer);
        renderer.onBegin(Answering.TURN, "bot", resumePoint);
        track.sync(answer.entry(from));
        answer.frames().stream().skip(from + 1L).forEach(frame -> Answering.put(track, frame));
        List<ToolCall> waiting = track.waiting();
        if (!waiting.isEmpty()) {
            renderer.onPause(waiting);
        }
        return brief(renderer.take());
    }

    private static List<String> brief(List<String> events) {
        List<String> brief = new ArrayList<>();
        for (String event : events) {
            JsonObject json = event.equals(DATA_END) ? new JsonObject().put("type", DATA_END) : new JsonObject(event);
            StringBuilder line = new StringBuilder(json.getString("type"));
            for (String key : List.of(
                    "messageId", "id", "toolCallId", "delta", "output", "errorText", "finishReason", "outcome")) {
                if (json.containsKey(key)) {
                    Object value = json.getValue(key);
                    line.append(' ').append(value instanceof JsonObject object ? object.getString("type") : value);
                }
            }
            brief.add(line.toString());
        }
        return brief;
    }

    private static Answering withATool() {
        return new Answering()
                .say("Let me ")
                .say("see.")
                .call("c", State.RUNNING, null)
                .call("c", State.DONE, "sunny")
                .say("Sun")
                .say("ny.")
                .end("done");
    }

    @Test
    void uiTextAndTools() {
        assertEquals(
                List.of(
                        "start T",
                        "start-step",
                        "text-start text-1",
                        "text-delta text-1 Let me ",
                        "text-delta text-1 see.",
                        "text-end text-1",
                        "tool-input-start c",
                        "tool-input-available c",
                        "tool-output-available c sunny",
                        "finish-step",
                        "start-step",
                        "text-start text-2",
                        "text-delta text-2 Sun",
                        "text-delta text-2 ny.",
                        "text-end text-2",
                        "finish-step",
                        "finish stop",
                        DATA_END),
                written(new UiMessageStream(), withATool(), 0, ResumePoint.NOTHING));
    }

    @Test
    void uiTakenUpInTheMiddle() {
        assertEquals(
                List.of(
                        "start T",
                        "start-step",
                        "text-start text-1",
                        "text-delta text-1 Let me see.",
                        "text-end text-1",
                        "tool-input-start c",
                        "tool-input-available c",
                        "tool-output-available c sunny",
                        "finish-step",
                        "start-step",
                        "text-start text-2",
                        "text-delta text-2 Sun",
                        "text-delta text-2 ny.",
                        "text-end text-2",
                        "finish-step",
                        "finish stop",
                        DATA_END),
                written(new UiMessageStream(), withATool(), 5, ResumePoint.NOTHING));
    }

    @Test
    void uiTheRestAfterAnApproval() {
        Answering answer = new Answering()
                .say("May I?")
                .call("c", State.WAITING, null)
                .call("c", State.RUNNING, null)
                .call("c", State.DONE, "done")
                .say("Thanks.")
                .end("done");
        assertEquals(
                List.of(
                        "start T",
                        "start-step",
                        "tool-output-available c done",
                        "finish-step",
                        "start-step",
                        "text-start text-1",
                        "text-delta text-1 Thanks.",
                        "text-end text-1",
                        "finish-step",
                        "finish stop",
                        DATA_END),
                written(new UiMessageStream(), answer, 3, new ResumePoint("May I?", Map.of("c", false), 0)));
    }

    @Test
    void uiStopsWhereAPersonIsNeeded() {
        Answering answer = new Answering().say("May I?").call("c", State.WAITING, null);
        UiMessageStream ui = new UiMessageStream();
        assertEquals(
                List.of(
                        "start T",
                        "start-step",
                        "text-start text-1",
                        "text-delta text-1 May I?",
                        "text-end text-1",
                        "tool-input-start c",
                        "tool-input-available c",
                        "tool-approval-request c",
                        "finish-step",
                        "finish tool-calls",
                        DATA_END),
                written(ui, answer, 0, ResumePoint.NOTHING));
    }

    @Test
    void uiRefusedAndFailedTools() {
        Answering answer = new Answering()
                .call("a", State.REFUSED, "refused")
                .call("b", State.FAILED, "no such city")
                .end("length");
        List<String> all = written(new UiMessageStream(), answer, 0, ResumePoint.NOTHING);
        assertEquals(
                List.of(
                        "tool-input-start a",
                        "tool-input-available a",
                        "tool-output-denied a",
                        "tool-input-start b",
                        "tool-input-available b",
                        "tool-output-error b no such city",
                        "finish-step",
                        "finish length",
                        DATA_END),
                all.subList(2, all.size()));
    }

    @Test
    void uiAnotherBeginning() {
        Answering answer = new Answering().say("one").again().say("two").end("done");
        assertEquals(
                List.of(
                        "start T",
                        "start-step",
                        "text-start text-1",
                        "text-delta text-1 one",
                        "text-end text-1",
                        "data-restarted T",
                        "text-start text-2",
                        "text-delta text-2 two",
                        "text-end text-2",
                        "finish-step",
                        "finish stop",
                        DATA_END),
                written(new UiMessageStream(), answer, 0, ResumePoint.NOTHING));
    }

    @Test
    void uiEndsThatAreNone() {
        List<String> stopped =
                written(new UiMessageStream(), new Answering().say("one").end("cancelled"), 0, ResumePoint.NOTHING);
        assertEquals(List.of("finish-step", "finish other", DATA_END), stopped.subList(5, stopped.size()));
        List<String> failed =
                written(new UiMessageStream(), new Answering().say("one").end("failed"), 0, ResumePoint.NOTHING);
        assertEquals(
                List.of("finish-step", "finish error", "error the answer failed", DATA_END),
                failed.subList(5, failed.size()));
        UiMessageStream broken = new UiMessageStream();
        broken.onBegin("T", "bot", ResumePoint.NOTHING);
        broken.onBreak("unauthorized", "the token expired");
        assertEquals(List.of("start T", "start-step", "error the token expired", DATA_END), brief(broken.take()));
    }

    @Test
    void uiTellsWhatItCost() {
        UiMessageStream ui = new UiMessageStream();
        AnswerFollower track = new AnswerFollower(Answering.TURN, ResumePoint.NOTHING, ui);
        ui.onBegin(Answering.TURN, "bot", ResumePoint.NOTHING);
        new Answering().say("one").again().say("one").end("done").frames().forEach(f -> Answering.put(track, f));
        JsonObject finish = ui.take().stream()
                .filter(e -> e.contains("\"finish\""))
                .map(JsonObject::new)
                .findFirst()
                .orElseThrow();
        assertEquals(
                new JsonObject(
                        """
                        {"reason": "done", "attempt": 2, "seq": 2,
                         "usage": {"inputTokens": 3, "outputTokens": 4, "totalTokens": 7, "estimated": false}}"""),
                finish.getJsonObject("messageMetadata"));
    }

    @Test
    void aguiTextAndTools() {
        assertEquals(
                List.of(
                        "RUN_STARTED",
                        "TEXT_MESSAGE_START T.0.0",
                        "TEXT_MESSAGE_CONTENT T.0.0 Let me ",
                        "TEXT_MESSAGE_CONTENT T.0.0 see.",
                        "TEXT_MESSAGE_END T.0.0",
                        "TOOL_CALL_START T/c",
                        "TOOL_CALL_ARGS T/c {\"city\":\"Ulm\"}",
                        "TOOL_CALL_END T/c",
                        "TOOL_CALL_RESULT T/c/result T/c",
                        "TEXT_MESSAGE_START T.0.1",
                        "TEXT_MESSAGE_CONTENT T.0.1 Sun",
                        "TEXT_MESSAGE_CONTENT T.0.1 ny.",
                        "TEXT_MESSAGE_END T.0.1",
                        "RUN_FINISHED success"),
                written(new AgUiStream("t", "r"), withATool(), 0, ResumePoint.NOTHING));
    }

    @Test
    void aguiGoesOnInTheMessageThatTheClientHas() {
        assertEquals(
                List.of(
                        "RUN_STARTED",
                        "TEXT_MESSAGE_START T.0.1",
                        "TEXT_MESSAGE_CONTENT T.0.1 un",
                        "TEXT_MESSAGE_CONTENT T.0.1 ny.",
                        "TEXT_MESSAGE_END T.0.1",
                        "RUN_FINISHED success"),
                written(
                        new AgUiStream("t", "r"),
                        withATool(),
                        5,
                        new ResumePoint("Let me see.S", Map.of("c", true), 0)));
    }

    @Test
    void aguiInterruptsAndOtherEnds() {
        Answering answer = new Answering().say("May I?").call("c", State.WAITING, null);
        List<String> interrupted = written(new AgUiStream("t", "r"), answer, 0, ResumePoint.NOTHING);
        assertEquals("RUN_FINISHED interrupt", interrupted.get(interrupted.size() - 1));
        List<String> stopped =
                written(new AgUiStream("t", "r"), new Answering().end("cancelled"), 0, ResumePoint.NOTHING);
        assertEquals(List.of("RUN_STARTED", "RUN_FINISHED cancelled"), stopped);
        List<String> failed =
                written(new AgUiStream("t", "r"), new Answering().say("x").end("failed"), 0, ResumePoint.NOTHING);
        assertEquals(List.of("TEXT_MESSAGE_END T.0.0", "RUN_ERROR"), failed.subList(3, failed.size()));
    }

    @Test
    void aguiAnotherBeginningIsAnotherMessage() {
        Answering answer = new Answering().say("one").again().say("two").end("done");
        assertEquals(
                List.of(
                        "RUN_STARTED",
                        "TEXT_MESSAGE_START T.0.0",
                        "TEXT_MESSAGE_CONTENT T.0.0 one",
                        "TEXT_MESSAGE_END T.0.0",
                        "CUSTOM",
                        "TEXT_MESSAGE_START T.1.0",
                        "TEXT_MESSAGE_CONTENT T.1.0 two",
                        "TEXT_MESSAGE_END T.1.0",
                        "RUN_FINISHED success"),
                written(new AgUiStream("t", "r"), answer, 0, ResumePoint.NOTHING));
    }

    /** What is of the room comes between what is of the answer, wherever that is. */
    private static List<JsonObject> withRoom(AnswerRenderer renderer, boolean hasState) {
        AnswerFollower follower = new AnswerFollower(Answering.TURN, ResumePoint.NOTHING, renderer);
        renderer.onBegin(Answering.TURN, "bot", ResumePoint.NOTHING);
        if (hasState) {
            renderer.onState(3, new JsonObject("{\"a\":1}"));
        }
        Answering answer = new Answering().say("one");
        answer.frames().forEach(frame -> Answering.put(follower, frame));
        renderer.onStateChange(5, new JsonObject("{\"a\":2,\"gone\":null}"));
        renderer.onStateChange(6, new JsonObject("{\"gone\":null}"));
        renderer.onStateChange(7, new JsonObject("{\"__proto__\":{}}"));
        renderer.onCustomEvent(new AnswerFrame.Custom(8, "ann", "cue", "go"));
        return renderer.take().stream().map(JsonObject::new).toList();
    }

    @Test
    void uiStateAndEventsAreNoPartOfTheMessage() {
        List<JsonObject> parts = withRoom(new UiMessageStream(), true);
        assertEquals(
                List.of(
                        new JsonObject("{\"seq\":3,\"state\":{\"a\":1}}"),
                        new JsonObject("{\"seq\":5,\"patch\":{\"a\":2,\"gone\":null}}"),
                        new JsonObject("{\"seq\":6,\"patch\":{\"gone\":null}}"),
                        new JsonObject("{\"seq\":7,\"patch\":{\"__proto__\":{}}}"),
                        new JsonObject("{\"seq\":8,\"by\":\"ann\",\"name\":\"cue\",\"data\":\"go\"}")),
                parts.stream()
                        .filter(part -> part.getBoolean("transient", false))
                        .map(part -> part.getJsonObject("data"))
                        .toList());
        assertEquals("data-state", parts.get(2).getString("type"));
        assertEquals("data-event", parts.get(parts.size() - 1).getString("type"));
    }

    @Test
    void aguiStateIsASnapshotAndThenDeltas() {
        List<JsonObject> events = withRoom(new AgUiStream("t", "r"), true);
        assertEquals(
                List.of(
                        "RUN_STARTED",
                        "STATE_SNAPSHOT",
                        "TEXT_MESSAGE_START",
                        "TEXT_MESSAGE_CONTENT",
                        "STATE_DELTA",
                        "STATE_SNAPSHOT",
                        "CUSTOM"),
                events.stream().map(event -> event.getString("type")).toList());
        assertEquals(new JsonObject("{\"a\":1}"), events.get(1).getJsonObject("snapshot"));
        assertEquals(
                new JsonArray("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]"),
                events.get(4).getJsonArray("delta"));
        assertEquals(5, events.get(4).getJsonObject("metadata").getLong("seq"));
        assertEquals(new JsonObject("{\"a\":2,\"__proto__\":{}}"), events.get(5).getJsonObject("snapshot"));
        assertEquals("go", events.get(6).getString("value"));
        List<JsonObject> begun = withRoom(new AgUiStream("t", "r"), false);
        assertEquals(
                new JsonObject("{\"a\":2}"),
                begun.get(3).getJsonObject("snapshot"),
                "the first change of a room that had no state");
    }
}
