package dev.parley.room.rules;

import static dev.parley.room.Rooms.EMPTY;
import static dev.parley.room.Rooms.assistant;
import static dev.parley.room.Rooms.limits;
import static dev.parley.room.Rooms.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.AssistantConfig.ReplyPolicy;
import dev.parley.messages.AiReply;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Cancel;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.RoomOptions;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.room.Rooms;
import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.OpenTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@SuppressWarnings("CheckReturnValue") // most calls are made for what they leave behind
class RoomTest {
    private static final long SECOND = 1_000_000_000L;

    private static Refusal refused(Code code, Executable action) {
        Refusal refusal = assertThrows(Refusal.class, action);
        assertEquals(code, refusal.code(), refusal.text());
        return refusal;
    }

    private static Principal by(String user, Role role) {
        return new Principal(user, role, List.of("*"));
    }

    private static Room withAssistants(int answersPerMinute, int answersPerRoom) {
        return Rooms.room(
                EMPTY,
                limits(100, answersPerMinute, answersPerRoom),
                100,
                assistant("bot", ReplyPolicy.MENTION),
                assistant("owl", ReplyPolicy.MENTION));
    }

    private static LiveTurn ask(Room room, String user, String text) {
        Commit commit = room.say(say(user, null, text), 0, 0);
        room.stored(commit, room.seq() + 1);
        return room.liveTurns().all().get(room.liveTurns().count() - 1);
    }

    @Test
    void aMessageIsStoredUnderItsSendersIdOrItsOwn() {
        Room room = Rooms.room(EMPTY, limits(10, 10, 4), 10);
        Commit commit = room.say(say("ann", "a1", "hi"), 42, 0);
        assertEquals("a1", commit.event().id());
        assertEquals("a1", commit.cause().id());
        assertEquals(42, commit.ts());
        Event event = room.stored(commit, 1).get(0);
        assertEquals(1, room.seq());
        assertEquals("hi", new JsonObject(event.body()).getString("text"));
        Commit second = room.say(say("ann", null, "hi"), 43, 0);
        assertEquals("id1", second.event().id());
        assertNull(second.cause());
    }

    @Test
    void aUsersMessagesAreLimitedAndOthersAreNot() {
        Room room = Rooms.room(EMPTY, limits(2, 10, 4), 100);
        for (int i = 0; i < 2; i++) {
            room.stored(room.say(say("ann", null, "x"), 0, 0), i + 1);
        }
        Refusal refusal = refused(Code.RATE_LIMITED, () -> room.say(say("ann", null, "x"), 0, 0));
        assertEquals(1000, refusal.retryAfterMs());
        room.stored(room.say(say("bob", null, "x"), 0, 0), 3);
        room.stored(room.say(say("ann", null, "x"), 0, SECOND), 4);
        assertFalse(room.isBusy());
    }

    @Test
    void tooManyThatWaitForTheStoreAreOverload() {
        Room room = Rooms.room(EMPTY, limits(100, 10, 4), 2);
        Say message = say("ann", null, "x");
        Commit first = room.say(message, 0, 0);
        room.stored(room.say(say("bob", null, "x"), 0, 0), 1);
        Commit second = room.say(message, 0, 0);
        refused(Code.OVERLOADED, () -> room.say(message, 0, 0));
        assertTrue(room.isBusy());
        room.notStored(first, message);
        room.say(message, 0, 0);
        room.stored(second, 2);
        assertTrue(room.isBusy());
    }

    @Test
    void aDuplicateGivesTheAnswersBackThatItTook() {
        Room room = withAssistants(1, 1);
        Say message = say("ann", "a1", "@bot hi");
        Commit commit = room.say(message, 0, 0);
        assertEquals(1, commit.started().size());
        refused(Code.RATE_LIMITED, () -> room.say(message, 0, 0));
        room.notStored(commit, message);
        assertEquals(1, room.say(message, 0, 0).started().size());
    }

    @Test
    void turnsInProgressAreLimitedInARoomWhoeverAsks() {
        Room room = withAssistants(10, 2);
        Say both = say("ann", null, "@bot @owl hi");
        Commit commit = room.say(both, 0, 0);
        assertEquals(
                List.of("bot", "owl"),
                commit.started().stream().map(Turn::assistant).toList());
        refused(Code.RATE_LIMITED, () -> room.say(say("bob", null, "@bot too"), 0, 0));
        room.stored(commit, 1);
        refused(Code.RATE_LIMITED, () -> room.say(say("bob", null, "@bot too"), 0, 0));
        room.say(say("bob", null, "no question"), 0, 0);
        LiveTurn first = room.liveTurns().all().get(0);
        room.stored(room.endTurn(first, EndReason.DONE, null, null, 5), 2);
        room.say(say("bob", null, "@bot too"), 0, 0);
    }

    @Test
    void answersOfAUserAreLimitedAMinute() {
        Room room = withAssistants(2, 100);
        ask(room, "ann", "@bot one");
        ask(room, "ann", "@bot two");
        Refusal refusal = refused(Code.RATE_LIMITED, () -> ask(room, "ann", "@bot three"));
        assertEquals(30_000, refusal.retryAfterMs());
        ask(room, "bob", "@bot one");
        room.say(say("ann", null, "@bot three"), 0, 30 * SECOND);
    }

    @Test
    void noAnswersAreGivenWhenNoneAreAllowed() {
        Room room = withAssistants(0, 100);
        refused(Code.RATE_LIMITED, () -> ask(room, "ann", "@bot one"));
        room.say(say("ann", null, "no question"), 0, 0);
    }

    @Test
    void anAssistantCallsNoAssistant() {
        Room room = withAssistants(10, 10);
        var speaker =
                new dev.parley.messages.Speaker(new Author("bot", "bot", Author.Kind.ASSISTANT), Role.SERVICE, "::1");
        Say message = new Say(null, speaker, dev.parley.model.Content.of("@owl you?"));
        assertEquals(List.of(), room.say(message, 0, 0).started());
    }

    @Test
    void whoAskedAndModeratorsMayCancelWhileItRuns() {
        Room room = withAssistants(10, 10);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        String turn = liveTurn.turn().id();
        refused(Code.NOT_FOUND, () -> room.cancel(new Cancel("nope", by("ann", Role.MEMBER))));
        refused(Code.FORBIDDEN, () -> room.cancel(new Cancel(turn, by("bob", Role.MEMBER))));
        assertSame(liveTurn, room.cancel(new Cancel(turn, by("bob", Role.MODERATOR))));
        assertSame(liveTurn, room.cancel(new Cancel(turn, by("ann", Role.MEMBER))));
        Commit end = room.endTurn(liveTurn, EndReason.CANCELLED, null, null, 7);
        refused(Code.NOT_FOUND, () -> room.cancel(new Cancel(turn, by("ann", Role.MEMBER))));
        room.stored(end, 2);
        refused(Code.NOT_FOUND, () -> room.cancel(new Cancel(turn, by("ann", Role.MODERATOR))));
    }

    @Test
    void anEndHoldsTheTextAndEndsItsTurnOnce() {
        Room room = withAssistants(10, 10);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        assertEquals(0, liveTurn.append("Hel"));
        assertEquals(3, liveTurn.append("lo"));
        assertEquals("Hello", room.snapshot().turns().get(0).content());
        Commit end = room.endTurn(liveTurn, EndReason.FAILED, new TokenUsage(1, 2, true), "gone", 7);
        assertEquals(
                "Hello",
                room.snapshot().turns().get(0).content(),
                "whoever comes before the end is stored will still see it");
        assertEquals(
                liveTurn.turn(), ((Effect.EndTurn) end.effects().get(0)).end().turn());
        assertEquals(
                new JsonObject(
                        "{\"text\":\"Hello\",\"turn\":\"" + liveTurn.turn().id()
                                + "\",\"prompt\":1,\"reason\":\"failed\",\"usage\":{\"input\":1,\"output\":2,\"estimated\":true},\"error\":\"gone\"}"),
                new JsonObject(end.event().body()));
        assertTrue(room.isBusy());
        room.stored(end, 2);
        assertFalse(room.isBusy());
        assertEquals(List.of(), room.liveTurns().all());
    }

    @Test
    void aClaimBringsItsTurnsInProgress() {
        Turn turn = new Turn("r", "t1", "bot", 2, 5, Rooms.user("ann"), 0);
        Room room = Rooms.room(
                new Claim(9, 5, List.of(new OpenTurn(turn, TurnProgress.NONE)), false),
                limits(10, 10, 1),
                10,
                assistant("bot", ReplyPolicy.MENTION));
        assertEquals(5, room.seq());
        assertEquals(9, room.epoch());
        assertTrue(room.isBusy());
        assertEquals(2, room.snapshot().turns().get(0).attempt());
        refused(Code.RATE_LIMITED, () -> room.say(say("bob", null, "@bot too"), 0, 0));
    }

    private static Room with(Overlap overlap) {
        return Rooms.room(EMPTY, limits(100, 100, 4), 100, assistant("bot", ReplyPolicy.MENTION, overlap));
    }

    @Test
    void oneTurnOfAnAssistantRunsAtATimeInTheOrderOfThePrompts() {
        Room room = withAssistants(100, 4);
        LiveTurn first = ask(room, "ann", "@bot one");
        LiveTurn second = ask(room, "bob", "@bot two");
        LiveTurn other = ask(room, "cid", "@owl three");
        assertSame(first, room.next("bot").orElseThrow());
        first.begin();
        assertTrue(room.next("bot").isEmpty());
        assertSame(other, room.next("owl").orElseThrow());
        first.waitForDecision(); // for a person: nobody is held up
        assertSame(second, room.next("bot").orElseThrow());
        second.begin();
        first.requeue();
        assertTrue(room.next("bot").isEmpty());
        room.stored(room.endTurn(second, EndReason.DONE, null, null, 0), 5);
        assertSame(first, room.next("bot").orElseThrow());
    }

    @Test
    void anAssistantThatRejectsIsAskedOneThingAtATime() {
        Room room = with(Overlap.REJECT);
        LiveTurn first = ask(room, "ann", "@bot one");
        Refusal refusal = refused(Code.RATE_LIMITED, () -> ask(room, "bob", "@bot two"));
        assertTrue(refusal.retryAfterMs() > 0);
        room.say(say("bob", null, "no question"), 0, 0);
        room.stored(room.endTurn(first, EndReason.DONE, null, null, 0), 2);
        ask(room, "bob", "@bot two");
    }

    @Test
    void aPromptOnItsWayToTheStoreCountsForOneThatRejects() {
        Room room = with(Overlap.REJECT);
        Say one = say("ann", "1", "@bot one");
        Commit first = room.say(one, 0, 0);
        refused(Code.RATE_LIMITED, () -> room.say(say("bob", null, "@bot two"), 0, 0));
        room.notStored(first, one);
        assertEquals(1, room.say(say("bob", null, "@bot two"), 0, 0).started().size());
    }

    @Test
    void whatIsToBeMergedWaitsUntilItIsKnownWithWhat() {
        Room room = with(Overlap.MERGE);
        Say one = say("ann", "1", "@bot one");
        Say two = say("bob", null, "@bot two");
        assertFalse(room.mustWait(one));
        Commit first = room.say(one, 0, 0);
        assertTrue(room.mustWait(two));
        assertFalse(room.mustWait(say("bob", null, "no question")));
        room.stored(first, 1);
        assertFalse(room.mustWait(two));
        assertEquals(List.of(), room.say(two, 0, 0).started(), "merged with the first, which waits");
        Room resent = with(Overlap.MERGE);
        Commit again = resent.say(one, 0, 0);
        resent.notStored(again, one);
        assertFalse(resent.mustWait(two));
        assertEquals(1, resent.say(two, 0, 0).started().size(), "a resend starts nothing to merge with");
    }

    @Test
    void nothingIsDecidedAboutWhatTheRoomHasDropped() {
        Room room = withAssistants(100, 2);
        LiveTurn one = ask(room, "ann", "@bot one");
        LiveTurn two = ask(room, "bob", "@bot two");
        two.append("a secret");
        room.requireCommitted(1);
        room.stored(room.change(0, new Effect.Retain(2, null)), room.seq() + 1);
        assertEquals(2, room.first());
        assertEquals(2, room.snapshot().first());
        refused(Code.NOT_FOUND, () -> room.requireCommitted(1));
        room.requireCommitted(2);
        room.stored(room.change(0, new Effect.Retain(1, null)), room.seq() + 1);
        assertEquals(2, room.first(), "what is gone does not come back");
        assertEquals(List.of(one), room.liveTurns().forgetBelow(2));
        assertTrue(one.prompt().isDeleted());
        assertFalse(two.prompt().isDeleted());
        two.end();
        assertEquals(List.of(one), room.liveTurns().forgetBelow(Long.MAX_VALUE), "the other one ends by itself");
        assertEquals("", two.content(), "with nothing of what it said");
    }

    @Test
    void aTurnThatWaitsForAPersonKeepsNoRoomBusy() {
        Room room = withAssistants(100, 2);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        liveTurn.begin();
        assertTrue(room.isBusy());
        assertEquals(Long.MAX_VALUE, room.liveTurns().expiresAt());
        liveTurn.endStep(
                new AiReply.ToolsRequested(
                        List.of(new ToolCall("c", "buy", "{}", ToolCall.State.WAITING, null, 0, 0)), null, ""),
                99);
        assertTrue(room.isBusy());
        liveTurn.waitForDecision();
        assertFalse(room.isBusy());
        assertTrue(room.hasTurns());
        assertEquals(99, room.liveTurns().expiresAt());
        liveTurn.decide("c", true, "");
        liveTurn.requeue();
        assertTrue(room.isBusy());
    }

    @Test
    void promptsThatWaitAreMerged() {
        Room room = with(Overlap.MERGE);
        LiveTurn first = ask(room, "ann", "@bot one");
        first.begin();
        ask(room, "bob", "@bot two");
        Commit third = room.say(say("cid", null, "@bot three"), 0, 0);
        assertEquals(List.of(), third.started());
        assertEquals(2, room.liveTurns().count());
        room.stored(room.endTurn(first, EndReason.DONE, null, null, 0), 3);
        assertTrue(room.next("bot").isEmpty(), "it waits for what it is to answer too");
        room.stored(third, 4);
        assertEquals(List.of("bot"), room.unmerge(third));
        assertTrue(room.next("bot").isPresent());
    }

    @Test
    void anAnswerMayCallOtherAssistantsSoDeepAndNotDeeper() {
        Room room = withAssistants(100, 2);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        liveTurn.begin();
        liveTurn.append("Let me ask @owl and @bot and @nobody.");
        Commit end = room.endTurn(liveTurn, EndReason.DONE, null, null, 7);
        assertEquals(1, end.started().size());
        Turn called = end.started().get(0);
        assertEquals("owl", called.assistant());
        assertEquals(1, called.depth());
        assertEquals("ann", called.asker().id());
        assertTrue(room.hasTurns());
        room.stored(end, 2);
        LiveTurn second = room.liveTurns().get(called.id());
        assertEquals(2, second.turn().promptSeq());
        assertEquals("Let me ask @owl and @bot and @nobody.", second.prompt().text());
        second.append("@bot, really?");
        Commit next = room.endTurn(second, EndReason.DONE, null, null, 8);
        assertEquals(2, next.started().get(0).depth());
        room.stored(next, 3);
        LiveTurn third = room.liveTurns().get(next.started().get(0).id());
        third.append("Yes, @owl.");
        assertEquals(
                List.of(), room.endTurn(third, EndReason.DONE, null, null, 9).started());
    }

    @Test
    void anAnswerThatDidNotSucceedCallsNobody() {
        Room room = withAssistants(100, 2);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        liveTurn.append("@owl");
        assertEquals(
                List.of(),
                room.endTurn(liveTurn, EndReason.CANCELLED, null, null, 7).started());
    }

    @Test
    void anAnswerCallsNoMoreThanTheRoomMayHave() {
        Room room = withAssistants(100, 2);
        LiveTurn liveTurn = ask(room, "ann", "@bot hi");
        ask(room, "ann", "@owl hi");
        liveTurn.append("@owl");
        Commit end = room.endTurn(liveTurn, EndReason.DONE, null, null, 7);
        assertEquals(1, end.started().size());
        Room full = Rooms.room(
                EMPTY,
                limits(100, 100, 1),
                100,
                assistant("bot", ReplyPolicy.MENTION),
                assistant("owl", ReplyPolicy.MENTION),
                assistant("fox", ReplyPolicy.MENTION));
        LiveTurn one = ask(full, "ann", "@bot hi");
        one.append("@owl @fox");
        assertEquals(
                1, full.endTurn(one, EndReason.DONE, null, null, 7).started().size());
    }

    @Test
    void nothingIsDecidedAboutAnEventThatIsNotStored() {
        Room room = Rooms.room(Rooms.EMPTY, Rooms.limits(10, 10, 10), 10);
        Commit first = room.say(say("ann", null, "one"), 0, 0);
        Commit second = room.say(say("ann", null, "two"), 0, 0);
        room.stored(first, 1);
        room.requireCommitted(1);
        for (long target : new long[] {0, 2, 3}) {
            Refusal refusal = assertThrows(Refusal.class, () -> room.requireCommitted(target));
            assertEquals(Code.NOT_FOUND, refusal.code());
        }
        room.stored(second, 2);
        room.requireCommitted(2);
    }

    @Test
    void aCommitOfManyEventsTakesEffectAsAWhole() {
        Room room = Rooms.room(Rooms.EMPTY, Rooms.limits(10, 10, 10), 10, Rooms.assistant("bot", ReplyPolicy.MENTION));
        List<Commit.NewEvent> two = List.of(
                new Commit.NewEvent("a", "e1", Rooms.user("ann"), "{}"),
                new Commit.NewEvent("b", "e2", Rooms.user("ann"), "{}"));
        Commit commit = room.commit(7, null, two, List.of());
        assertTrue(room.isBusy());
        List<Event> events = room.stored(commit, 1);
        assertEquals(List.of(1L, 2L), events.stream().map(Event::seq).toList());
        assertEquals(2, room.seq());
        assertFalse(room.isBusy());
        Commit refused = room.commit(8, null, two, List.of());
        room.notStored(refused);
        assertFalse(room.isBusy());
        assertEquals(2, room.seq());
        RoomOptions always = new RoomOptions(Map.of("bot", new RoomOptions.ForAssistant("always", null)));
        assertEquals(List.of(), room.say(say("ann", null, "x"), 0, 0).started());
        assertEquals(List.of(), room.stored(room.change(9, new Effect.SetOptions(always)), 3));
        assertEquals(2, room.seq());
        assertEquals(1, room.say(say("ann", null, "x"), 0, 0).started().size());
    }
}
