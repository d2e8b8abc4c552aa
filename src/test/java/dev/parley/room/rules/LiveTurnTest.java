package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.Refusal;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnProgress.Phase;
import dev.parley.room.Rooms;
import dev.parley.store.OpenTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveTurnTest {
    private static final Turn TURN = new Turn("r", "t", "bot", 1, 3, Rooms.user("ann"), 0);

    private static final TurnPrompt PROMPT = TurnPrompt.of("what?");

    private final LiveTurn liveTurn = new LiveTurn(TURN, PROMPT);

    private static ToolCall call(String id, State state) {
        return new ToolCall(id, "now", "{}", state, null, 0, 0);
    }

    @Test
    void repliesCountUntilTheNextChainBegins() {
        int first = liveTurn.begin();
        assertTrue(liveTurn.isCurrentChain(first));
        liveTurn.rewind("n1");
        assertFalse(liveTurn.isCurrentChain(first));
        int second = liveTurn.begin();
        assertFalse(liveTurn.isCurrentChain(first));
        assertTrue(liveTurn.isCurrentChain(second));
        liveTurn.end();
        assertFalse(liveTurn.isCurrentChain(second));
    }

    @Test
    void aLostStepStartsAgainAndTheStepsBeforeItStay() {
        liveTurn.begin();
        liveTurn.append("First. ");
        liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.RUNNING)), new TokenUsage(1, 2, false), "thought"),
                0);
        liveTurn.endCall(call("c1", State.DONE).with(State.DONE, "noon"));
        assertEquals(7, liveTurn.append("Second"));
        liveTurn.rewind("n1");
        assertEquals("First. ", liveTurn.content());
        assertEquals(2, liveTurn.turn().attempt());
        assertEquals(Set.of("n1"), liveTurn.lostNodes());
        assertEquals("noon", liveTurn.steps().get(0).calls().get(0).result());
        assertEquals("thought", liveTurn.steps().get(0).reasoning());
        assertEquals("thought", liveTurn.progress().steps().get(0).reasoning());
        assertEquals("", liveTurn.finalProgress().steps().get(0).reasoning(), "nobody reasons on");
    }

    @Test
    void callsStandWhereTheyWereAskedForAndWaitAsLongAsAllowed() {
        liveTurn.begin();
        liveTurn.append("Look: ");
        List<ToolCall> calls = liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.RUNNING), call("c2", State.WAITING)), null), 99);
        assertEquals(List.of(6, 6), calls.stream().map(ToolCall::offset).toList());
        assertEquals(List.of(0L, 99L), calls.stream().map(ToolCall::expiresAt).toList());
        assertEquals(
                List.of("c2"),
                liveTurn.waitingCalls().stream().map(ToolCall::call).toList());
        assertEquals(calls, liveTurn.snapshot().calls());
    }

    @Test
    void aPersonDecidesOnce() {
        liveTurn.begin();
        liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.WAITING), call("c2", State.WAITING)), null), 99);
        liveTurn.waitForDecision();
        assertEquals(State.RUNNING, liveTurn.decide("c1", true, "no").state());
        assertEquals("no", liveTurn.decide("c2", false, "no").result());
        assertThrows(Refusal.class, () -> liveTurn.decide("c1", false, "no"));
        assertThrows(Refusal.class, () -> liveTurn.decide("c3", true, "no"));
        assertEquals(List.of(), liveTurn.waitingCalls());
        liveTurn.requeue();
        assertTrue(liveTurn.isQueued());
    }

    @Test
    void itGoesOnFromItsStoredProgress() {
        liveTurn.begin();
        liveTurn.append("First. ");
        liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.WAITING)), new TokenUsage(1, 2, true)), 99);
        liveTurn.waitForDecision();
        TurnProgress stored =
                TurnProgress.of(new JsonObject(liveTurn.progress().toJson().encode()));
        assertEquals(liveTurn.progress(), stored);
        LiveTurn again = new LiveTurn(new OpenTurn(TURN.nextAttempt(), stored), PROMPT);
        assertTrue(again.isWaiting());
        assertEquals("First. ", again.content());
        assertEquals(PROMPT, again.prompt());
        assertEquals(0, again.stepStarts());
        assertEquals(new TokenUsage(4, 4, true), again.usage(EndReason.DONE, new TokenUsage(3, 2, false)));
    }

    @Test
    void whatIsNotCountedIsEstimated() {
        assertNull(liveTurn.usage(EndReason.DONE, null), "a model that counts no tokens took none");
        assertEquals(new TokenUsage(0, 0, true), liveTurn.usage(EndReason.CANCELLED, null));
        liveTurn.begin();
        liveTurn.addInputTokens(100);
        liveTurn.append("12345");
        assertEquals(new TokenUsage(100, 2, true), liveTurn.usage(EndReason.CANCELLED, null));
        assertEquals(new TokenUsage(90, 3, false), liveTurn.usage(EndReason.DONE, new TokenUsage(90, 3, false)));
    }

    @Test
    void tokensOfLostAttemptsCountToo() {
        liveTurn.begin();
        liveTurn.addInputTokens(100);
        liveTurn.append("1234");
        assertEquals(new TokenUsage(100, 1, true), liveTurn.progress().usage(), "for a new owner of the room");
        liveTurn.rewind("n1");
        assertEquals(new TokenUsage(100, 1, true), liveTurn.usage(EndReason.FAILED, null));
        liveTurn.begin();
        liveTurn.addInputTokens(100);
        liveTurn.append("12345678");
        liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.RUNNING)), new TokenUsage(95, 2, false)), 0);
        assertEquals(new TokenUsage(195, 3, true), liveTurn.progress().usage());
        liveTurn.begin();
        liveTurn.addInputTokens(200);
        assertEquals(new TokenUsage(395, 3, true), liveTurn.usage(EndReason.CANCELLED, null));
    }

    @Test
    void theStepInHandStartsAgainAndItsCheckpointStaysUntilNewTextComes() {
        liveTurn.begin();
        liveTurn.append("Half of");
        LiveTurn again = new LiveTurn(new OpenTurn(TURN.nextAttempt(), liveTurn.progress()), PROMPT);
        assertTrue(again.isQueued());
        assertEquals("", again.content());
        assertEquals("Half of", again.checkpoint());
        assertEquals("Half of", again.progress().text());
        assertEquals(1, again.stepStarts());
        again.begin();
        again.append("Another");
        assertEquals("Another", again.progress().text());
    }

    @Test
    void aTurnWithoutStoredProgressWasBegunOnce() {
        assertEquals(1, new LiveTurn(new OpenTurn(TURN, TurnProgress.NONE), PROMPT).stepStarts());
    }

    @Test
    void refusesTransitionsThatItsDiagramLacks() {
        assertThrows(IllegalStateException.class, liveTurn::waitForDecision, "from queued to waiting");
        assertThrows(IllegalStateException.class, liveTurn::requeue, "from queued to queued");
        liveTurn.begin();
        liveTurn.waitForDecision();
        assertThrows(IllegalStateException.class, liveTurn::begin, "from waiting to running");
        liveTurn.end();
        liveTurn.end();
        assertThrows(IllegalStateException.class, liveTurn::requeue, "from ending to queued");
        assertThrows(IllegalStateException.class, liveTurn::begin, "from ending to running");
        assertTrue(liveTurn.isEnding());
    }

    @Test
    void itEndsWithoutOpenTools() {
        liveTurn.begin();
        liveTurn.endStep(
                new AiReply.ToolsRequested(List.of(call("c1", State.RUNNING), call("c2", State.WAITING)), null), 99);
        TurnProgress closed = liveTurn.finalProgress();
        assertEquals(
                List.of(State.FAILED, State.FAILED),
                closed.calls().stream().map(ToolCall::state).toList());
        assertEquals(Phase.RUNNING, closed.phase());
    }
}
