package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bus.Refusal;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.AiReply.Reason;
import dev.parley.protocol.AiReply.Usage;
import dev.parley.protocol.ToolCall;
import dev.parley.protocol.ToolCall.State;
import dev.parley.protocol.Turn;
import dev.parley.protocol.TurnProgress;
import dev.parley.protocol.TurnProgress.Phase;
import dev.parley.store.OpenTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final Turn TURN = new Turn("r", "t", "bot", 1, 3, Rooms.user("ann"), 0);

    private final Answer answer = new Answer(TURN, "what?");

    private static ToolCall call(String id, State state) {
        return new ToolCall(id, "now", "{}", state, null, 0, 0);
    }

    @Test
    void aRunCountsUntilTheNextBegins() {
        int first = answer.begin();
        assertTrue(answer.isInRun(first));
        answer.rewind("n1");
        assertFalse(answer.isInRun(first));
        int second = answer.begin();
        assertFalse(answer.isInRun(first));
        assertTrue(answer.isInRun(second));
        answer.end();
        assertFalse(answer.isInRun(second));
    }

    @Test
    void aLostRoundStartsAgainAndWhatWasBeforeItStays() {
        answer.begin();
        answer.say("First. ");
        answer.called(new AiReply.Calls(List.of(call("c1", State.RUNNING)), new Usage(1, 2, false), "thought"), 0);
        answer.settle(call("c1", State.DONE).with(State.DONE, "noon"));
        assertEquals(7, answer.say("Second"));
        answer.rewind("n1");
        assertEquals("First. ", answer.content());
        assertEquals(2, answer.turn().attempt());
        assertEquals(Set.of("n1"), answer.lostNodes());
        assertEquals("noon", answer.steps().get(0).calls().get(0).result());
        assertEquals("thought", answer.steps().get(0).reasoning());
        assertEquals("thought", answer.progress().steps().get(0).reasoning());
        assertEquals("", answer.closed().steps().get(0).reasoning(), "nobody reasons on");
    }

    @Test
    void callsStandWhereTheyWereAskedForAndWaitAsLongAsAllowed() {
        answer.begin();
        answer.say("Look: ");
        List<ToolCall> calls = answer.called(
                new AiReply.Calls(List.of(call("c1", State.RUNNING), call("c2", State.WAITING)), null), 99);
        assertEquals(List.of(6, 6), calls.stream().map(ToolCall::offset).toList());
        assertEquals(List.of(0L, 99L), calls.stream().map(ToolCall::expiresAt).toList());
        assertEquals(
                List.of("c2"),
                answer.waitingCalls().stream().map(ToolCall::call).toList());
        assertEquals(calls, answer.answering().calls());
    }

    @Test
    void aPersonDecidesOnce() {
        answer.begin();
        answer.called(new AiReply.Calls(List.of(call("c1", State.WAITING), call("c2", State.WAITING)), null), 99);
        answer.await();
        assertEquals(State.RUNNING, answer.decide("c1", true, "no").state());
        assertEquals("no", answer.decide("c2", false, "no").result());
        assertThrows(Refusal.class, () -> answer.decide("c1", false, "no"));
        assertThrows(Refusal.class, () -> answer.decide("c3", true, "no"));
        assertEquals(List.of(), answer.waitingCalls());
        answer.goOn();
        assertTrue(answer.isQueued());
    }

    @Test
    void itGoesOnFromWhatWasKept() {
        answer.begin();
        answer.say("First. ");
        answer.called(new AiReply.Calls(List.of(call("c1", State.WAITING)), new Usage(1, 2, true)), 99);
        answer.await();
        TurnProgress kept =
                TurnProgress.of(new JsonObject(answer.progress().toJson().encode()));
        assertEquals(answer.progress(), kept);
        Answer again = new Answer(new OpenTurn(TURN.again(), kept));
        assertTrue(again.isWaiting());
        assertEquals("First. ", again.content());
        assertNull(again.prompt());
        assertEquals(0, again.begun());
        assertEquals(new Usage(4, 4, true), again.usage(Reason.DONE, new Usage(3, 2, false)));
    }

    @Test
    void whatIsNotCountedIsEstimated() {
        assertNull(answer.usage(Reason.DONE, null), "a model that counts no tokens took none");
        assertEquals(new Usage(0, 0, true), answer.usage(Reason.CANCELLED, null));
        answer.begin();
        answer.asked(100);
        answer.say("12345");
        assertEquals(new Usage(100, 2, true), answer.usage(Reason.CANCELLED, null));
        assertEquals(new Usage(90, 3, false), answer.usage(Reason.DONE, new Usage(90, 3, false)));
    }

    @Test
    void runsThatWereLostCountToo() {
        answer.begin();
        answer.asked(100);
        answer.say("1234");
        assertEquals(new Usage(100, 1, true), answer.progress().usage(), "for a new owner of the room");
        answer.rewind("n1");
        assertEquals(new Usage(100, 1, true), answer.usage(Reason.FAILED, null));
        answer.begin();
        answer.asked(100);
        answer.say("12345678");
        answer.called(new AiReply.Calls(List.of(call("c1", State.RUNNING)), new Usage(95, 2, false)), 0);
        assertEquals(new Usage(195, 3, true), answer.progress().usage());
        answer.begin();
        answer.asked(200);
        assertEquals(new Usage(395, 3, true), answer.usage(Reason.CANCELLED, null));
    }

    @Test
    void whatWasSaidSinceStartsAgainAndIsKeptUntilMoreIsSaid() {
        answer.begin();
        answer.say("Half of");
        Answer again = new Answer(new OpenTurn(TURN.again(), answer.progress()));
        assertTrue(again.isQueued());
        assertEquals("", again.content());
        assertEquals("Half of", again.checkpoint());
        assertEquals("Half of", again.progress().text());
        assertEquals(1, again.begun());
        again.begin();
        again.say("Another");
        assertEquals("Another", again.progress().text());
    }

    @Test
    void anAnswerOfWhichNothingWasKeptWasBegunOnce() {
        assertEquals(1, new Answer(new OpenTurn(TURN, TurnProgress.NONE)).begun());
    }

    @Test
    void itEndsWithoutOpenTools() {
        answer.begin();
        answer.called(new AiReply.Calls(List.of(call("c1", State.RUNNING), call("c2", State.WAITING)), null), 99);
        TurnProgress closed = answer.closed();
        assertEquals(
                List.of(State.FAILED, State.FAILED),
                closed.calls().stream().map(ToolCall::state).toList());
        assertEquals(Phase.RUNNING, closed.phase());
    }
}
