package dev.parley.gateway.chat;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Program;
import dev.parley.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The front ends' own packages from npm: the AI SDK's {@code useChat} on a page, and AG-UI's {@code HttpAgent}. */
class ChatNpmIT {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "npm-chat");
    private static final long PATIENCE_S = 60;
    private static Vertx vertx;
    private static FakeOpenAi fake;
    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "page.mjs", "agent.mjs")) {
            Path from = Path.of("src", "test", "npm", "chat", file);
            Files.copy(from, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        String npm = Program.find(PACKAGES, "npm").toString();
        Program install = Program.start(FOLDER, List.of(npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"));
        assertEquals(0, install.end(), install::said);
        vertx = Vertx.vertx();
        fake = await(FakeOpenAi.start(vertx));
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", ChatToolsTest.assistant(fake)));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        if (vertx != null) {
            await(vertx.close());
        }
    }

    private static Program run(String script, String scenario) {
        return run(script, scenario, "");
    }

    /** Each as a user of its own. */
    private static Program run(String script, String scenario, String word) {
        String token = node.token(script.replace(".mjs", "") + "-" + scenario + word);
        String program = Program.find(PACKAGES, "node", "nodejs").toString();
        return Program.start(FOLDER, List.of(program, script, node.baseUrl(), token, "chat 1", scenario, word));
    }

    private static List<JsonObject> lines(Program program) {
        return program.output().lines().map(JsonObject::new).toList();
    }

    /** What it prints last, once it has ended well. */
    private static List<JsonObject> printed(Program program) {
        assertEquals(0, program.end(), program::said);
        return lines(program);
    }

    private static void awaitLine(Program program, String key) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!program.output().contains("\"" + key + "\":")) {
            assertTrue(System.nanoTime() < deadline, () -> "no " + key + ": " + program.said());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static JsonObject line(List<JsonObject> lines, String key) {
        return lines.stream()
                .filter(line -> line.containsKey(key))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("no " + key + " in " + lines));
    }

    private static List<?> texts(JsonObject line, String key) {
        return line.getJsonArray(key).getList();
    }

    @Test
    void useChatAsksAndAsksAgain() {
        fake.answerWith(List.of("fi", "rst")).answerWith(List.of("second")).answerWith(List.of("again"));
        JsonObject last = line(printed(run("page.mjs", "ask")), "shown");
        assertEquals(List.of("first?", "first", "second?", "again"), texts(last, "shown"));
        assertEquals("done", last.getJsonObject("metadata").getString("reason"));
        // Two questions, the second of them twice, and their answers.
        assertEquals(6, last.getJsonObject("metadata").getInteger("seq"));
    }

    @Test
    void useChatResumes() {
        Program page = run("page.mjs", "resume");
        FakeTurn call = fake.nextCall().say("one ");
        awaitLine(page, "resumed");
        call.say("two").finish();
        List<JsonObject> lines = printed(page);
        List<JsonObject> shown =
                lines.stream().filter(l -> l.containsKey("shown")).toList();
        assertEquals(2, shown.size());
        for (JsonObject line : shown) {
            assertEquals(List.of("hi", "one two"), texts(line, "shown"));
        }
    }

    @Test
    void useChatStops() {
        Program page = run("page.mjs", "stop");
        FakeTurn call = fake.nextCall().say("Hel");
        await(call.closed());
        List<JsonObject> lines = printed(page);
        assertEquals(204, line(lines, "stop").getInteger("stop"));
        JsonObject last = line(lines, "shown");
        assertEquals(List.of("hi", "Hel"), texts(last, "shown"));
        assertEquals("cancelled", last.getJsonObject("metadata").getString("reason"));
        assertEquals(404, last.getInteger("again"));
    }

    @Test
    void useChatIsToldOfAFailure() {
        Program page = run("page.mjs", "fail");
        fake.nextCall().say("Hel").drop();
        JsonObject last = line(printed(page), "message");
        assertEquals(List.of("hi", "Hel"), texts(last, "shown"));
        assertTrue(!last.getString("message").isEmpty(), last::encode);
    }

    @Test
    void httpAgentAsks() {
        fake.answerWith(List.of("fi", "rst"));
        fake.script(turn ->
                turn.say("second").reason("stop").usage(3, 4).data("[DONE]").end());
        JsonObject last = line(printed(run("agent.mjs", "ask")), "texts");
        assertEquals(List.of("first", "second"), texts(last, "texts"));
        assertEquals("success", last.getJsonObject("outcome").getString("type"));
        assertEquals(7, last.getJsonArray("usage").getJsonObject(0).getInteger("totalTokens"));
    }

    @Test
    void httpAgentTakesARunUpAgain() {
        Program agent = run("agent.mjs", "resume");
        FakeTurn call = fake.nextCall().say("one ");
        awaitLine(agent, "resumed");
        call.say("two").finish();
        JsonObject last = line(printed(agent), "texts");
        assertEquals(List.of("one two"), texts(last, "texts"));
        assertEquals(2, last.getInteger("messages"));
    }

    @Test
    void httpAgentStops() {
        Program agent = run("agent.mjs", "stop");
        FakeTurn call = fake.nextCall().say("Hel");
        await(call.closed());
        JsonObject last = line(printed(agent), "texts");
        assertEquals(List.of("Hel"), texts(last, "texts"));
        assertEquals("cancelled", last.getJsonObject("outcome").getString("type"));
    }

    @Test
    void httpAgentIsToldOfAFailure() {
        Program agent = run("agent.mjs", "fail");
        fake.nextCall().say("Hel").drop();
        JsonObject last = line(printed(agent), "errors");
        JsonArray errors = last.getJsonArray("errors");
        assertTrue(!errors.isEmpty() && !errors.getString(0).isEmpty(), last::encode);
    }

    /** Leads an answer that needs a person for one of its tools, and goes on with what the person said. */
    private static void lead() {
        fake.nextCall().say("May I?").asks("room_members", "{}");
        fake.nextCall().say("And now?").asks("now", "{}");
        fake.nextCall().say("Thanks.").finish();
    }

    @Test
    void useChatAllowsATool() {
        Program page = run("page.mjs", "approve", "");
        lead();
        List<JsonObject> lines = printed(page);
        assertEquals("tool-room_members", line(lines, "asked").getString("asked"));
        JsonObject last = line(lines, "shown");
        assertEquals(List.of("hi", "May I?|And now?|Thanks."), texts(last, "shown"));
        assertEquals(
                List.of("tool-room_members", "output-available", "tool-now", "output-available"), texts(last, "tools"));
        assertTrue(last.getString("output").contains("page-approve"), last::encode);
        assertEquals(1, last.getInteger("answers"));
    }

    @Test
    void useChatRefusesATool() {
        Program page = run("page.mjs", "approve", "no");
        lead();
        JsonObject last = line(printed(page), "shown");
        assertEquals(List.of("hi", "May I?|And now?|Thanks."), texts(last, "shown"));
        assertEquals(
                List.of("tool-room_members", "output-denied", "tool-now", "output-available"), texts(last, "tools"));
    }

    @Test
    void httpAgentAllowsATool() {
        Program agent = run("agent.mjs", "approve", "");
        lead();
        List<JsonObject> lines = printed(agent);
        assertEquals("tool_call", line(lines, "asked").getString("asked"));
        JsonArray messages = assertRounds(line(lines, "messages"));
        assertTrue(messages.getJsonArray(2).getString(1).contains("agent-approve"), messages::encode);
    }

    @Test
    void httpAgentRefusesATool() {
        Program agent = run("agent.mjs", "approve", "no");
        lead();
        JsonArray messages = assertRounds(line(printed(agent), "messages"));
        assertTrue(messages.getJsonArray(2).getString(1).contains("refused"), messages::encode);
    }

    private static JsonArray assertRounds(JsonObject line) {
        JsonArray messages = line.getJsonArray("messages");
        assertEquals(
                List.of("user", "assistant", "tool", "assistant", "tool", "assistant"),
                messages.stream().map(m -> ((JsonArray) m).getString(0)).toList(),
                messages::encode);
        assertEquals("May I?", messages.getJsonArray(1).getString(1));
        assertEquals("Thanks.", messages.getJsonArray(5).getString(1));
        return messages;
    }
}
