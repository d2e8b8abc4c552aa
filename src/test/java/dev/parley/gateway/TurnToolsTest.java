package dev.parley.gateway;

import static dev.parley.testing.Frames.is;
import static dev.parley.testing.Frames.ofType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Assistants that use tools, with and without a person's permission. */
class TurnToolsTest extends TurnScene {
    private void startBot(String... more) {
        JsonObject bot = new JsonObject()
                .put("name", "bot")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl())
                .put("tools", new JsonArray().add("*"))
                .put("approval", new JsonArray().add("room_*"));
        start(new JsonArray().add(bot).encode(), more);
    }

    @CanIgnoreReturnValue
    private static JsonObject state(TestSocket socket, String state) {
        return socket.await(
                frame -> is(frame, "tool") && frame.getString("state").equals(state));
    }

    private static List<String> results(FakeTurn call) {
        return Frames.objects(call.body().getJsonArray("messages")).stream()
                .filter(message -> message.getString("role").equals("tool"))
                .map(message -> message.getString("content"))
                .toList();
    }

    @Test
    void everybodySeesTheToolsAndTheModelHearsTheirResults() {
        startBot();
        ann.say("r", "hi", "hello there");
        ann.send("message", "room", "r", "message", "@bot what did I say?");
        FakeTurn first = fake.nextCall();
        assertTrue(first.body().getJsonArray("tools").size() >= 4);
        first.say("Let me look. ").asks("read_messages", "{\"limit\": 5}", "now", "{}");
        JsonObject running = state(ann, "running");
        assertEquals("read_messages", running.getString("name"));
        assertEquals(new JsonObject().put("limit", 5), running.getJsonObject("arguments"));
        assertEquals(13, running.getInteger("offset"));
        assertTrue(state(ann, "done").getString("result") != null);
        assertTrue(state(ann, "done").getString("result") != null);
        FakeTurn second = fake.nextCall();
        assertEquals(2, results(second).size());
        assertTrue(results(second).get(0).contains("hello there"), results(second)::toString);
        second.say("You said hello.").finish();
        JsonObject complete = ann.await("complete");
        assertEquals("Let me look. You said hello.", complete.getString("content"));
        assertEquals("done", complete.getString("reason"));
        assertEquals(2, fake.calls());
    }

    @Test
    void aToolThatNeedsAPersonWaitsForWhoAsked() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().asks("room_members", "{}");
        JsonObject waiting = state(ann, "waiting");
        assertTrue(waiting.getLong("expiresAt") > waiting.getLong("offset"));
        String turn = waiting.getString("turn");
        String call = waiting.getString("call");
        try (TestSocket bob = node.connect("bob")) {
            JsonObject seen = bob.enter("r").getJsonArray("turns").getJsonObject(0);
            assertEquals("waiting", seen.getJsonArray("calls").getJsonObject(0).getString("state"));
            bob.send("approve", "id", "b1", "room", "r", "turn", turn, "call", call, "allow", true);
            assertEquals("forbidden", bob.await("error").getString("code"));
            ann.send("approve", "id", "a0", "room", "r", "turn", turn, "call", "nope", "allow", true);
            assertEquals("not_found", ann.await("error").getString("code"));
            ann.send("approve", "id", "a1", "room", "r", "turn", turn, "call", call, "allow", true);
            state(bob, "running");
            assertTrue(state(bob, "done").getString("result").contains("ann"));
        }
        assertEquals("a1", ann.await("ack").getString("id"));
        fake.nextCall().say("Ann.").finish();
        assertEquals("Ann.", ann.await("complete").getString("content"));
        ann.send("approve", "id", "a2", "room", "r", "turn", turn, "call", call, "allow", true);
        assertEquals("not_found", ann.await("error").getString("code"));
    }

    @Test
    void whatIsRefusedIsNotDoneAndTheModelHearsSo() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().asks("room_members", "{}", "now", "{}");
        JsonObject waiting = state(ann, "waiting");
        decide(waiting, false);
        assertTrue(state(ann, "refused").getString("result").contains("refused"));
        FakeTurn second = fake.nextCall();
        assertTrue(results(second).get(0).contains("refused"), results(second)::toString);
        second.say("As you wish.").finish();
        assertEquals("done", ann.await("complete").getString("reason"));
    }

    private void decide(JsonObject waiting, boolean allow) {
        ann.send(
                "approve",
                "room",
                "r",
                "turn",
                waiting.getString("turn"),
                "call",
                waiting.getString("call"),
                "allow",
                allow);
    }

    @Test
    void aRoomSleepsWhileAPermissionWaitsAndWakesWhenItsTimeIsOver() {
        startBot("PARLEY_ROOMS_IDLE_TIMEOUT", "300ms", "PARLEY_AI_TOOLS_APPROVAL_TIMEOUT", "3s");
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().asks("room_members", "{}");
        state(ann, "waiting");
        ann.await(frame -> is(frame, "chunk") && frame.getInteger("attempt") == 2); // loaded anew
        assertTrue(state(ann, "refused").getString("result").contains("in time"));
        fake.nextCall().say("Nobody let me look.").finish();
        assertEquals("done", ann.await("complete").getString("reason"));
    }

    @Test
    void aPermissionIsWaitedForAcrossARestart() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().say("Let me see. ").asks("room_members", "{}", "now", "{}");
        JsonObject waiting = state(ann, "waiting");
        String noon = state(ann, "done").getString("result");
        restart();
        JsonObject open = ann.enter("r").getJsonArray("turns").getJsonObject(0);
        assertEquals("Let me see. ", open.getString("content"));
        assertEquals(
                List.of("waiting", "done"),
                Frames.objects(open.getJsonArray("calls")).stream()
                        .map(call -> call.getString("state"))
                        .toList());
        decide(waiting, true);
        FakeTurn second = fake.nextCall();
        assertEquals(noon, results(second).get(1), "a tool that was done is not done again");
        second.say("Only you.").finish();
        JsonObject complete = ann.await("complete");
        assertEquals("Let me see. Only you.", complete.getString("content"));
        assertEquals(2, fake.calls());
    }

    @Test
    void whatWasDecidedStaysDecidedAcrossARestart() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot who is here, and who again?");
        fake.nextCall().asks("room_members", "{}", "room_members", "{}");
        JsonObject first = state(ann, "waiting");
        JsonObject second = state(ann, "waiting");
        decide(first, true);
        state(ann, "running");
        restart();
        JsonObject open = ann.enter("r").getJsonArray("turns").getJsonObject(0);
        assertEquals(
                List.of("running", "waiting"),
                Frames.objects(open.getJsonArray("calls")).stream()
                        .map(call -> call.getString("state"))
                        .toList());
        decide(second, false);
        FakeTurn again = fake.nextCall();
        assertTrue(results(again).get(0).contains("ann"), results(again)::toString);
        assertTrue(results(again).get(1).contains("refused"), results(again)::toString);
        again.say("You.").finish();
        assertEquals("You.", ann.await("complete").getString("content"));
    }

    @Test
    void aResultThatWasKeptIsNotAskedForAgainAfterTheModelWasLost() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot what time is it?");
        fake.nextCall().asks("now", "{}");
        String noon = state(ann, "done").getString("result");
        fake.nextCall().say("It is");
        ann.await(frame -> is(frame, "chunk") && frame.getString("content").equals("It is"));
        restart();
        JsonObject open = ann.send("init", "room", "r")
                .await("ready")
                .getJsonArray("turns")
                .getJsonObject(0);
        assertEquals(2, open.getInteger("attempt"));
        FakeTurn again = fake.nextCall();
        assertEquals(List.of(noon), results(again));
        again.say("It was noon.").finish();
        assertEquals("It was noon.", ann.await("complete").getString("content"));
        assertTrue(ofType(ann.all(), "tool").stream()
                .noneMatch(tool -> tool.getString("state").equals("running")));
    }

    @Test
    void nobodyWaitsForEver() {
        startBot("PARLEY_AI_TOOLS_APPROVAL_TIMEOUT", "300ms");
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().asks("room_members", "{}");
        assertEquals(
                "permission was not given in time (ai.tools.approvalTimeout)",
                state(ann, "refused").getString("result"));
        fake.nextCall().say("Never mind.").finish();
        assertEquals("done", ann.await("complete").getString("reason"));
    }

    @Test
    void anAnswerThatWaitsCanBeStoppedAndHoldsUpNoOther() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot who is here?");
        fake.nextCall().asks("room_members", "{}");
        JsonObject waiting = state(ann, "waiting");
        ann.send("message", "room", "r", "message", "@bot something else");
        fake.nextCall().say("Sure.").finish();
        assertEquals("Sure.", ann.await("complete").getString("content"));
        ann.send("cancel", "id", "stop", "room", "r", "turn", waiting.getString("turn"));
        JsonObject complete = ann.await("complete");
        assertEquals("cancelled", complete.getString("reason"));
        assertEquals(waiting.getString("turn"), complete.getString("turn"));
    }

    @Test
    void aModelThatAsksForWhatIsNotThereIsToldSo() {
        startBot();
        ann.send("message", "room", "r", "message", "@bot go");
        fake.nextCall().asks("launch_rockets", "{}", "now", "{\"zone\": 7}", "now", "{");
        FakeTurn second = fake.nextCall();
        assertEquals("there is no tool with this name", results(second).get(0));
        assertEquals(3, results(second).size());
        second.say("Sorry.").finish();
        assertEquals("Sorry.", ann.await("complete").getString("content"));
        assertEquals(
                List.of("failed", "failed", "failed"),
                ofType(ann.all(), "tool").stream()
                        .map(tool -> tool.getString("state"))
                        .toList());
    }
}
