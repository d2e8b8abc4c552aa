package dev.parley.ai.tool;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.bus.Bus;
import dev.parley.messages.Addresses;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.Member;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.Turn;
import dev.parley.store.Store;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tools that need nothing but the node, on a real store and a real bus. */
@ExtendWith(VertxExtension.class)
class RoomToolsTest {
    private static final long BYTES = 16_384;
    /** Who asks may what a member may. */
    private static final Principal ASKER = new Principal(Samples.ANN.id(), Role.MEMBER, List.of("*"));

    @Test
    void nowIsToldInAZone() {
        Tool now = new NowTool(Clock.fixed(Instant.parse("2026-11-21T23:30:05.4Z"), ZoneOffset.UTC));
        assertEquals(
                "{\"time\":\"2026-11-22T00:30:05+01:00\",\"zone\":\"Europe/Berlin\",\"day\":\"Sunday\"}",
                run(now, "{\"zone\":\"Europe/Berlin\"}"));
        assertEquals("Saturday", new JsonObject(run(now, "{}")).getString("day"));
        assertEquals(Code.BAD_FRAME, refused(now, "{\"zone\":\"Mars/Base\"}").code());
    }

    @Test
    void aRoomIsSearched(Vertx vertx) {
        String far = "x ".repeat(1000);
        Store store = TestStore.withMessages(
                vertx,
                "general",
                "the deploy is on friday",
                "lunch?",
                far + "friday it is " + far,
                "what is on friday?");
        JsonObject found =
                new JsonObject(run(new SearchRoomTool(vertx, store.history(), BYTES), "{\"query\":\"Friday\"}"));
        JsonArray results = found.getJsonArray("results");
        assertEquals(List.of(3L, 1L), seqs(results), "the one that asks is not found");
        assertTrue(results.getJsonObject(0).getString("text").contains("friday it is"));
        assertTrue(results.getJsonObject(0).getString("text").length() < 500);
        assertEquals(3, found.getInteger("searched"));
    }

    @Test
    void onlyTheTurnsRoomIsSeen(Vertx vertx) {
        Store store = TestStore.withMessages(vertx, "secret", "the password is swordfish");
        assertEquals(
                "{\"searched\":0,\"results\":[]}",
                run(new SearchRoomTool(vertx, store.history(), BYTES), "{\"query\":\"password\"}"));
        assertEquals("{\"messages\":[]}", run(new ReadMessagesTool(store.history(), BYTES), "{}"));
        Refusal refusal = refused(new ReadMessagesTool(store.history(), BYTES), "{\"room\":\"secret\"}");
        assertTrue(refusal.text().contains("room"), refusal.text());
    }

    @Test
    void aStretchOfHistoryIsRead(Vertx vertx) {
        Store store = TestStore.withMessages(vertx, "general", "one", "two", "three", "four");
        Tool read = new ReadMessagesTool(store.history(), BYTES);
        assertEquals(List.of(3L, 4L), seqs(messages(run(read, "{\"limit\":2}"))));
        assertEquals(List.of(1L, 2L), seqs(messages(run(read, "{\"before\":3}"))));
        assertEquals(List.of(2L), seqs(messages(run(read, "{\"after\":1,\"limit\":1}"))));
        assertEquals(Code.BAD_FRAME, refused(read, "{\"after\":1,\"before\":3}").code());
        assertEquals(Code.BAD_FRAME, refused(read, "{\"limit\":51}").code());
    }

    @Test
    void resultsAreBounded(Vertx vertx) {
        String text = "ä\\\"\\n".repeat(300); // as it stands in JSON
        Store store = TestStore.withMessages(vertx, "general", "a" + text, "b" + text, "c" + text, "d" + text);
        Tool read = new ReadMessagesTool(store.history(), 4096);
        String latest = run(read, "{}");
        assertTrue(latest.getBytes(StandardCharsets.UTF_8).length <= 4096);
        assertEquals(
                List.of(4L),
                seqs(messages(latest))
                        .subList(
                                seqs(messages(latest)).size() - 1,
                                seqs(messages(latest)).size()));
        assertTrue(latest.contains("ask again"));
        assertEquals(1L, seqs(messages(run(read, "{\"after\":0}"))).get(0));
    }

    /** A room's texts are in its log alone; a turn's log has numbers. */
    @Test
    void ofWhatWasReadTheNumbersAreStored(Vertx vertx) {
        Store store = TestStore.withMessages(vertx, "general", "one day", "two days", "three days", "four");
        assertEquals(
                "{\"read\":[2,3]}", stored(new ReadMessagesTool(store.history(), BYTES), "{\"before\":4,\"limit\":2}"));
        assertEquals(
                "{\"read\":[3,2,1],\"searched\":3}",
                stored(new SearchRoomTool(vertx, store.history(), BYTES), "{\"query\":\"days\"}"));
    }

    /** A node of an earlier build stored the result itself. */
    @Test
    void whatAnOlderNodeStoredIsReadAnew(Vertx vertx) {
        Store store = TestStore.withMessages(vertx, "general", "one", "two", "three", "four");
        RoomReader read = new ReadMessagesTool(store.history(), BYTES);
        assertEquals(
                List.of(2L, 3L),
                seqs(messages(read(
                        read, "{}", "{\"messages\":[{\"seq\":2,\"text\":\"old\"},{\"seq\":3,\"text\":\"old\"}]}"))));
        RoomReader search = new SearchRoomTool(vertx, store.history(), BYTES);
        String found = read(search, "{\"query\":\"x\"}", "{\"searched\":9,\"results\":[{\"seq\":4,\"text\":\"old\"}]}");
        assertEquals(
                "four",
                new JsonObject(found).getJsonArray("results").getJsonObject(0).getString("text"));
        assertEquals("{\"messages\":[]}", read(read, "{}", "{}"), "it was cut, and cannot be read");
    }

    @Test
    void membersAreAskedOfTheRoom(Vertx vertx) {
        Bus bus = new Bus(vertx, Addresses.FAMILIES);
        Tool members = new RoomMembersTool(bus, BYTES);
        assertEquals(Code.UNAVAILABLE, refused(members, "{}").code());
        await(bus.serve(Addresses.room("general"), exchange -> {
                    assertEquals(new RoomCommand.Who(), exchange.body());
                    exchange.reply(new RoomReply.Present(List.of(new Member("u1", "Ann", null)), 7));
                })
                .ready());
        assertEquals("{\"count\":7,\"members\":[{\"id\":\"u1\",\"name\":\"Ann\"}]}", run(members, "{}"));
    }

    /** A room on the bus whose state has one change; returns what comes of the commands. */
    private static List<RoomCommand> roomWithState(Bus bus, String state) {
        List<RoomCommand> commands = new CopyOnWriteArrayList<>();
        await(bus.serve(Addresses.room("general"), exchange -> {
                    commands.add(exchange.body());
                    exchange.reply(
                            exchange.body() instanceof RoomCommand.ReadState
                                    ? new RoomReply.SharedState(7, state)
                                    : new RoomReply.Stored("x", 8, 1, false));
                })
                .ready());
        return commands;
    }

    @Test
    void theSharedStateIsReadWithTheAskersRights(Vertx vertx) {
        Bus bus = new Bus(vertx, Addresses.FAMILIES);
        Tool read = new ReadStateTool(bus);
        assertEquals(Code.UNAVAILABLE, refused(read, "{}").code());
        List<RoomCommand> commands = roomWithState(bus, "{\"votes\":{\"a\":[1,2]}}");
        assertEquals("{\"seq\":7}", stored(read, "{}"), "no content is stored");
        assertEquals("{\"seq\":7,\"state\":{\"votes\":{\"a\":[1,2]}}}", run(read, "{}"));
        assertEquals("{\"seq\":7,\"state\":2}", run(read, "{\"path\":\"/votes/a/1\"}"));
        assertEquals("{\"seq\":7,\"state\":null}", run(read, "{\"path\":\"/nothing\"}"));
        assertEquals(Code.BAD_FRAME, refused(read, "{\"path\":\"votes\"}").code());
        assertEquals(new RoomCommand.ReadState(ASKER), commands.get(0));
    }

    @Test
    void theSharedStateIsChangedOnceForACallByTheAssistant(Vertx vertx) {
        Bus bus = new Bus(vertx, Addresses.FAMILIES);
        Tool patch = new PatchStateTool(bus);
        List<RoomCommand> commands = roomWithState(bus, "{}");
        Turn turn = Samples.turn("general", 4);
        JsonObject arguments = Invocation.check(patch, "{\"patch\":{\"a\":{\"b\":null}},\"base\":7}");
        for (int i = 0; i < 2; i++) {
            assertEquals("{\"seq\":8}", await(patch.run(turn, "call_1_1", arguments, Future.succeededFuture())));
        }
        var any =
                await(patch.run(turn, "call_1_2", Invocation.check(patch, "{\"patch\":{}}"), Future.succeededFuture()));
        assertEquals("{\"seq\":8}", any);
        Speaker by = new Speaker(Samples.BOT, Role.MEMBER, "");
        RoomCommand first = new RoomCommand.Patch("t4.call_1_1", by, ASKER, "{\"a\":{\"b\":null}}", 7);
        assertEquals(List.of(first, first, new RoomCommand.Patch("t4.call_1_2", by, ASKER, "{}", -1)), commands);
        assertThrows(Refusal.class, () -> Invocation.check(patch, "{\"patch\":[1]}"));
        assertThrows(Refusal.class, () -> Invocation.check(patch, "{}"));
    }

    private static JsonArray messages(String result) {
        return new JsonObject(result).getJsonArray("messages");
    }

    private static List<Long> seqs(JsonArray results) {
        return results.stream().map(o -> ((JsonObject) o).getLong("seq")).toList();
    }

    /** As the engine does: checked, then run, and what was found in a room is read. */
    private static String run(Tool tool, String arguments) {
        String result = stored(tool, arguments);
        return tool instanceof RoomReader reader ? read(reader, arguments, result) : result;
    }

    /** What the turn's log has of the result. */
    private static String stored(Tool tool, String arguments) {
        return await(tool.run(Samples.turn("general", 4), Invocation.check(tool, arguments)));
    }

    private static String read(RoomReader reader, String arguments, String stored) {
        return await(reader.read(Samples.turn("general", 4), new JsonObject(arguments), new JsonObject(stored)));
    }

    private static Refusal refused(Tool tool, String arguments) {
        try {
            throw new AssertionError("was answered: " + run(tool, arguments));
        } catch (Refusal refusal) {
            return refusal;
        } catch (CompletionException e) {
            return (Refusal) e.getCause();
        }
    }
}
