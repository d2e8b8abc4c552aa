package dev.parley.room.rules;

import static dev.parley.room.Rooms.limits;
import static dev.parley.room.Rooms.member;
import static dev.parley.room.Rooms.principal;
import static dev.parley.room.Rooms.say;
import static dev.parley.room.Rooms.speaker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.config.AssistantConfig.ReplyPolicy;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Delete;
import dev.parley.messages.RoomCommand.Edit;
import dev.parley.messages.RoomCommand.Emit;
import dev.parley.messages.RoomCommand.React;
import dev.parley.messages.RoomCommand.Signal;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.Standing;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnProgress.Phase;
import dev.parley.room.Rooms;
import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.OpenTurn;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Edits, deletes, reactions and custom events as the rules of their room see them. */
@SuppressWarnings("CheckReturnValue") // many calls are made for what they leave behind
class SubmissionTest {
    private final Room room = room(100);

    /** One with three messages. */
    private static Room room(int messagesBurst) {
        return Rooms.room(
                new Claim(1, 3, List.of(), false),
                limits(messagesBurst, 10, 4),
                10,
                Rooms.assistant("bot", ReplyPolicy.MENTION));
    }

    private static Edit edit(String id, long target, String text) {
        return new Edit(id, speaker("ann"), member("ann"), target, text);
    }

    private static Delete delete(Principal by, long target) {
        return new Delete("d", speaker(by.user()), by, target);
    }

    private static React react(long target, String emoji, boolean on) {
        return new React("r", speaker("ann"), member("ann"), target, emoji, on);
    }

    private static Emit emit(String id, String data) {
        return new Emit(id, speaker("ann"), member("ann"), "move", data, null);
    }

    private static Signal signal(String... to) {
        return new Signal(speaker("ann"), member("ann"), "wave", "1", List.of(to));
    }

    private Commit submit(Submission submission) {
        return room.submit(submission, 7, 0);
    }

    private Event stored(Commit commit) {
        return room.stored(commit, room.seq() + 1).get(0);
    }

    private LiveTurn ask(String text) {
        stored(room.say(say("ann", null, text), 0, 0));
        return room.liveTurns().answering(room.seq()).get(0);
    }

    private static void refused(Code code, Executable action) {
        assertEquals(code, assertThrows(Refusal.class, action).code());
    }

    @Test
    void anEditIsStoredWithoutItsTextAndAnnouncedWithIt() {
        Commit commit = submit(Submission.of(edit("e1", 2, "new \"text\"")));
        assertEquals("edited", commit.event().type());
        assertEquals("{\"target\":2}", commit.event().body());
        assertEquals("e1", commit.cause().id());
        assertEquals(List.of(new Effect.EditMessage(2, "ann", "new \"text\"")), commit.effects());
        Event announced = stored(commit);
        assertEquals(4, announced.seq());
        assertEquals(new JsonObject().put("target", 2).put("text", "new \"text\""), new JsonObject(announced.body()));
    }

    @Test
    void aDeleteAndAReactionAreAnnouncedAsTheyAreStored() {
        Commit delete = submit(Submission.of(delete(member("ann"), 2), false));
        assertEquals("deleted", delete.event().type());
        assertEquals("{\"target\":2}", stored(delete).body());
        Commit reaction = submit(Submission.of(react(1, "👍", true)));
        assertEquals("reaction", reaction.event().type());
        assertEquals(List.of(new Effect.React(1, "ann", "👍", true)), reaction.effects());
        assertEquals(
                "{\"target\":1,\"emoji\":\"👍\",\"on\":true}", stored(reaction).body());
        assertEquals(5, room.seq());
    }

    @Test
    void aCustomEventIsPlainAndHasItsDataAsItCame() {
        Commit commit = submit(Submission.of(emit("x", "[1, {\"a\":null}]")));
        assertTrue(commit.isPlain());
        assertEquals("event", commit.event().type());
        assertEquals(
                "{\"name\":\"move\",\"data\":[1, {\"a\":null}]}", stored(commit).body());
        assertNull(submit(Submission.of(emit(null, "1"))).cause());
    }

    @Test
    void moderatorsAndOwnersOfAnAssistantRoomDeleteWhatOthersSent() {
        assertFalse(anybodys(member("ann"), "r"));
        assertTrue(anybodys(principal("ann", Role.MODERATOR), "r"));
        assertTrue(anybodys(principal("ann", Role.ADMIN), "r"));
        assertTrue(anybodys(member("ann"), "assistant:ann"));
        assertFalse(anybodys(principal("mod", Role.MODERATOR), "assistant:ann"), "which they may not enter");
    }

    private static boolean anybodys(Principal who, String room) {
        return AccessRules.judge(who, Action.DELETE, Resource.room(room), Standing.PLAIN)
                .isEmpty();
    }

    @Test
    void whatIsNotStoredYetIsNotFound() {
        Commit pending = room.say(say("ann", "m", "on its way"), 0, 0);
        for (long target : new long[] {-1, 0, 4, Long.MAX_VALUE}) {
            refused(Code.NOT_FOUND, () -> submit(Submission.of(edit("e", target, "x"))));
            refused(Code.NOT_FOUND, () -> submit(Submission.of(delete(member("ann"), target), false)));
            refused(Code.NOT_FOUND, () -> submit(Submission.of(react(target, "👍", true))));
        }
        stored(pending);
        assertEquals(
                4,
                ((Effect.EditMessage) submit(Submission.of(edit("e", 4, "x")))
                                .effects()
                                .get(0))
                        .target());
    }

    @Test
    void whoMayNotEnterMayNothing() {
        Principal eve = new Principal("eve", Role.MEMBER, List.of("elsewhere"));
        refused(Code.FORBIDDEN, () -> submit(Submission.of(new Edit("e", speaker("eve"), eve, 99, "x"))));
        refused(Code.FORBIDDEN, () -> submit(Submission.of(delete(eve, 2), false)));
        refused(Code.FORBIDDEN, () -> submit(Submission.of(new Emit("x", speaker("eve"), eve, "n", "1", null))));
        refused(Code.FORBIDDEN, () -> room.signal(new Signal(speaker("eve"), eve, "n", "1", List.of()), 0));
    }

    @Test
    void allThatStoresCountsTowardsTheMessages() {
        Room small = room(4);
        stored(small, small.submit(Submission.of(edit("e", 1, "x")), 0, 0));
        stored(small, small.submit(Submission.of(react(1, "👍", true)), 0, 0));
        stored(small, small.submit(Submission.of(emit("x", "1")), 0, 0));
        stored(small, small.say(say("ann", "m", "hi"), 0, 0));
        refused(Code.RATE_LIMITED, () -> small.submit(Submission.of(delete(member("ann"), 1), false), 0, 0));
        refused(Code.RATE_LIMITED, () -> small.say(say("ann", "m2", "hi"), 0, 0));
        stored(small, small.submit(Submission.of(delete(member("bob"), 1), false), 0, 0));
        small.signal(signal(), 0);
    }

    private static void stored(Room room, Commit commit) {
        assertEquals(1, room.stored(commit, room.seq() + 1).size());
    }

    @Test
    void tooManyOnTheWayToTheStoreAreOverload() {
        for (int i = 0; i < 10; i++) {
            assertTrue(submit(Submission.of(react(1, "👍", i % 2 == 0))).epoch() > 0);
        }
        refused(Code.OVERLOADED, () -> submit(Submission.of(edit("e", 1, "x"))));
    }

    @Test
    void signalsHaveALimitOfTheirOwn() {
        int burst = limits(100, 10, 4).signals().burst();
        for (int i = 0; i < burst; i++) {
            room.signal(signal(), 0);
        }
        refused(Code.RATE_LIMITED, () -> room.signal(signal(), 0));
        room.signal(new Signal(speaker("bob"), member("bob"), "wave", "1", List.of("ann")), 0);
        stored(room.say(say("ann", "m", "hi"), 0, 0));
    }

    @Test
    void aSignalToTooManyIsTooLargeAndTakesNothing() {
        int most = limits(100, 10, 4).signalTo();
        String[] all = Collections.nCopies(most + 1, "bob").toArray(String[]::new);
        for (int i = 0; i < 100; i++) {
            refused(Code.TOO_LARGE, () -> room.signal(signal(all), 0));
        }
        room.signal(signal(), 0);
    }

    @Test
    void theSameIdForSomethingElseHasAnotherDigest() {
        List<Submission> different = List.of(
                Submission.of(edit("x", 1, "2 a")),
                Submission.of(edit("x", 1, "2 b")),
                Submission.of(edit("x", 2, "2 a")),
                Submission.of(delete(member("ann"), 1), false),
                Submission.of(delete(member("ann"), 12), false),
                Submission.of(react(1, "👍", true)),
                Submission.of(react(1, "👍", false)),
                Submission.of(react(1, "👎", true)),
                Submission.of(emit("x", "1")),
                Submission.of(emit("x", "2")));
        Set<String> digests = different.stream().map(Submission::digest).collect(java.util.stream.Collectors.toSet());
        assertEquals(different.size(), digests.size());
        assertEquals(
                Submission.of(edit("x", 1, "a")).digest(),
                Submission.of(edit("y", 1, "a")).digest());
    }

    @Test
    void eachRefusalOfTheStoreIsTold() {
        Submission edit = Submission.of(edit("e", 1, "x"));
        Submission delete = Submission.of(delete(member("ann"), 1), false);
        assertEquals(
                "only the sender may edit a message",
                edit.refusal(Code.FORBIDDEN).text());
        assertEquals("the message was deleted", edit.refusal(Code.CONFLICT).text());
        assertEquals("this was deleted already", delete.refusal(Code.CONFLICT).text());
        assertEquals("no such message or event", delete.refusal(Code.NOT_FOUND).text());
        assertEquals(
                "a message has at most 20 different reactions",
                Submission.of(react(1, "👍", true)).refusal(Code.TOO_LARGE).text());
    }

    @Test
    void nothingIsLeftOfATurnWhosePromptIsDeleted() {
        LiveTurn liveTurn = ask("@bot hi");
        int chain = liveTurn.begin();
        liveTurn.addInputTokens(10);
        liveTurn.append("A secret");
        Commit delete = submit(Submission.of(delete(member("ann"), 4), false));
        assertEquals("A secret", room.snapshot().turns().get(0).content(), "the store may refuse it");
        stored(delete);
        assertFalse(liveTurn.isCurrentChain(chain));
        assertEquals("", room.snapshot().turns().get(0).content());
        assertEquals("", liveTurn.progress().text());
        Commit end = room.endTurn(liveTurn, EndReason.FAILED, null, "an error that tells the secret", 9);
        JsonObject body = new JsonObject(end.event().body());
        assertEquals("cancelled", body.getString("reason"));
        assertEquals("", body.getString("text"));
        assertFalse(body.containsKey("error"));
        assertEquals(10, body.getJsonObject("usage").getInteger("input"), "the tokens were used");
        var effect = (Effect.EndTurn) end.effects().get(0);
        assertEquals(EndReason.CANCELLED, effect.end().reason());
        assertEquals(List.of(), effect.end().progress().steps());
    }

    @Test
    void tokensThatTheModelToldOfAreCountedOnce() {
        LiveTurn liveTurn = ask("@bot hi");
        liveTurn.begin();
        liveTurn.addInputTokens(10);
        Commit delete = submit(Submission.of(delete(member("ann"), 4), false));
        liveTurn.end(); // the model was done while the delete was on its way
        stored(delete);
        Commit end = room.endTurn(liveTurn, EndReason.DONE, new TokenUsage(12, 3, false), null, 9);
        assertEquals(
                new JsonObject("{\"input\":12,\"output\":3,\"estimated\":false}"),
                new JsonObject(end.event().body()).getJsonObject("usage"));
    }

    @Test
    void aStepThatBeginsAfterAnEditIsAskedWithTheNewText() {
        LiveTurn liveTurn = ask("@bot hi");
        int chain = liveTurn.begin();
        Commit edit = submit(Submission.of(edit("e", 4, "@bot hello")));
        assertEquals("@bot hi", liveTurn.prompt().text());
        stored(edit);
        assertEquals("@bot hello", liveTurn.prompt().text());
        assertTrue(liveTurn.isCurrentChain(chain), "the running step goes on");
        assertEquals(1, room.liveTurns().all().size(), "an edit asks nobody");
    }

    @Test
    void anOpenTurnOfADeletedPromptShowsNothing() {
        Turn turn = new Turn("r", "t1", "bot", 2, 5, Rooms.user("ann"), 0);
        TurnProgress progress =
                new TurnProgress(Phase.RUNNING, 1, List.of(), "half a secret", new TokenUsage(5, 6, true));
        Claim claim = new Claim(9, 6, List.of(new OpenTurn(turn, progress)), false);
        Room next = Rooms.room(claim, Map.of(5L, TurnPrompt.DELETED), limits(10, 10, 1), 10);
        LiveTurn open = next.liveTurns().get("t1");
        assertEquals("", open.checkpoint());
        assertEquals("", open.progress().text());
        JsonObject end = new JsonObject(
                next.endTurn(open, EndReason.CANCELLED, null, null, 0).event().body());
        assertEquals("", end.getString("text"));
        assertEquals(6, end.getJsonObject("usage").getInteger("output"));
    }

    @Test
    void thePromptsOfOpenTurnsAreThoseThatAreStored() {
        assertEquals(TurnPrompt.of("hi"), TurnPrompt.of(event("{\"text\":\"hi\",\"editedAt\":5}")));
        assertEquals(TurnPrompt.DELETED, TurnPrompt.of(event("{\"deleted\":true}")));
        Turn turn = new Turn("r", "t1", "bot", 2, 5, Rooms.user("ann"), 0);
        Claim claim = new Claim(9, 5, List.of(new OpenTurn(turn, TurnProgress.NONE)), false);
        assertEquals(
                TurnPrompt.MISSING,
                Rooms.room(claim, limits(10, 10, 1), 10).liveTurns().get("t1").prompt());
    }

    private static Event event(String body) {
        return new Event("r", 5, 1, "message", "m", Rooms.user("ann"), body);
    }
}
