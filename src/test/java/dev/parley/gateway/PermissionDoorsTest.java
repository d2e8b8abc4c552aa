package dev.parley.gateway;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.access.Action;
import dev.parley.access.PermissionTable;
import dev.parley.access.PermissionTable.Kind;
import dev.parley.model.Author;
import dev.parley.model.EventType;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.RosterTables;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.sqlite.SqliteStore;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the printed table of permissions, through every door of a real node. */
class PermissionDoorsTest {
    private static final String OK = "ok";
    private static final String FORBIDDEN = "forbidden";
    private static final int FORBIDDEN_NUMBER = 201;
    private static final Author ZED = new Author("zed", "Zed", Author.Kind.USER);

    private static TestNode node;

    /** Rooms in which Zed has said something, and Ann stands as the rows say. */
    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "doors");
        Vertx vertx = Vertx.vertx();
        Store store = await(
                SqliteStore.open(vertx, TestStore.config("sqlite:" + folder.resolve("parley.db")), StoreObserver.NONE));
        for (Kind kind : PermissionTable.KINDS) {
            if (kind.exists()) {
                seed(store, kind);
            }
        }
        await(store.close());
        await(vertx.close());
        node = TestNode.startIn(folder, Map.of());
    }

    private static void seed(Store store, Kind kind) {
        String room = kind.room();
        long epoch = await(store.log().claim(room, "test")).epoch();
        List<List<Object>> members = new ArrayList<>();
        if (kind.options().access() == RoomAccess.PRIVATE) {
            members.add(Arrays.asList("zed", RoomRole.OWNER.text(), "zed"));
        }
        if (kind.role() != null) {
            members.add(Arrays.asList("ann", kind.role().text(), "zed"));
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.SetOptions(kind.options()));
        effects.add(new Effect.PutRows(RosterTables.MEMBERS, members));
        Sanction sanction = kind.sanction();
        if (sanction != null) {
            effects.add(new Effect.PutRows(
                    RosterTables.SANCTIONS,
                    List.of(List.of("ann", sanction.kind().text(), sanction.until(), (long) sanction.rank()))));
        }
        await(store.log()
                .commit(new Commit(
                        room,
                        epoch,
                        1_000,
                        null,
                        List.of(new Commit.NewEvent(EventType.MESSAGE, "m1", ZED, "{\"text\":\"secret\"}")),
                        effects)));
        await(store.log().release(room, epoch));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Ann with a token of one role, before one room. */
    private static final class Ann implements AutoCloseable {
        private final Kind kind;
        private final Role role;
        private final TestHttp http;
        private final TestSocket socket;
        private final BridgeSocket bridge;
        private int frames;

        Ann(Kind kind, Role role) {
            // Without patterns those of the configuration would count.
            List<String> patterns = kind.patterns().isEmpty() ? List.of("nowhere") : kind.patterns();
            String token = node.token("ann", role.text(), patterns, Duration.ofHours(1));
            this.kind = kind;
            this.role = role;
            this.http = node.http(token);
            this.socket = TestSocket.connect(node.port(), "/ws", token);
            this.bridge = BridgeSocket.connectWith(node, token);
        }

        /** The code with which a frame is refused. */
        String frame(String type, Object... fields) {
            String id = role.text() + type + ++frames;
            JsonObject frame =
                    TestSocket.frame(type, fields).put("room", kind.room()).put("id", id);
            JsonObject reply = socket.send(frame).await(answer -> id.equals(answer.getString("id")));
            return "error".equals(reply.getString("type")) ? reply.getString("code") : OK;
        }

        String sent(String type, Object... fields) {
            return code(bridge.answerAt(bridge.ask("room." + kind.room(), TestSocket.frame(type, fields))));
        }

        String registered() {
            String address = "room." + kind.room() + ".events";
            bridge.register(address);
            // A registration that is allowed is silent: what enters behind it is replied to in any case.
            String sync = bridge.ask("room." + kind.room(), TestSocket.frame("init"));
            JsonObject first = bridge.answerAt(address, sync);
            return address.equals(first.getString("address")) ? code(first) : OK;
        }

        private static String code(JsonObject envelope) {
            if (!"err".equals(envelope.getString("type"))) {
                return OK;
            }
            return envelope.getInteger("failureCode") == FORBIDDEN_NUMBER ? FORBIDDEN : envelope.getString("message");
        }

        /** The code with which a request below the room's path is refused. */
        String request(String method, String below, String body, String... headers) {
            return at(method, "/api/rooms/" + kind.room() + below, body, headers);
        }

        String at(String method, String path, String body, String... headers) {
            HttpResponse<String> response = http.send(method, path, body, headers);
            if (response.statusCode() < 400) {
                return OK;
            }
            String code = response.body().isEmpty()
                    ? response.statusCode() == 403 ? FORBIDDEN : String.valueOf(response.statusCode())
                    : new JsonObject(response.body()).getString("code");
            assertEquals(response.statusCode() == 403, FORBIDDEN.equals(code), method + " " + path);
            return code;
        }

        @Override
        public void close() {
            socket.close();
            bridge.close();
        }
    }

    private interface Attempt {
        /** {@code ok} or the code of the refusal. */
        String code(Ann ann);
    }

    /** A way in, and the right that it needs. */
    private record Door(String name, Action action, Attempt attempt) {}

    private static JsonArray said() {
        JsonObject part = new JsonObject().put("type", "text").put("text", "hi");
        return new JsonArray()
                .add(new JsonObject()
                        .put("id", "m" + System.nanoTime())
                        .put("role", "user")
                        .put("content", "hi")
                        .put("parts", new JsonArray().add(part)));
    }

    private static String chat(Ann ann) {
        JsonObject chat = new JsonObject()
                .put("id", "x")
                .put("trigger", "submit-message")
                .put("room", ann.kind.room())
                .put("messages", said());
        return ann.at("POST", "/api/chat", chat.encode());
    }

    private static String run(Ann ann) {
        JsonObject run = new JsonObject()
                .put("threadId", "x")
                .put("runId", "r")
                .put("messages", said())
                .put("forwardedProps", new JsonObject().put("room", ann.kind.room()));
        return ann.at("POST", "/agui", run.encode());
    }

    private static final String FROM = "{\"text\": \"hi\", \"from\": {\"id\": \"cy\"}}";
    private static final String EVENT = "{\"name\": \"n\", \"data\": 1}";
    private static final String REACTION = "/messages/1/reactions/%F0%9F%91%8D";

    private static final List<Door> DOORS = List.of(
            new Door("GET room", Action.READ, ann -> ann.request("GET", "", null)),
            new Door("HEAD room", Action.READ, ann -> ann.request("HEAD", "", null)),
            new Door("GET messages", Action.READ, ann -> ann.request("GET", "/messages", null)),
            new Door("GET members", Action.READ, ann -> ann.request("GET", "/members", null)),
            new Door("GET state", Action.READ, ann -> ann.request("GET", "/state", null)),
            new Door("GET turns", Action.READ, ann -> ann.request("GET", "/turns", null)),
            new Door("GET turn", Action.READ, ann -> ann.request("GET", "/turns/t", null)),
            new Door(
                    "GET stream",
                    Action.ENTER,
                    ann -> ann.at("GET", "/api/chat/x/stream?room=" + ann.kind.room(), null)),
            new Door("POST stop", Action.ENTER, ann -> ann.at("POST", "/api/chat/x/stop?room=" + ann.kind.room(), "")),
            new Door("POST message", Action.SAY, ann -> ann.request("POST", "/messages", "{\"text\": \"hi\"}")),
            new Door("POST from", Action.SPEAK_FOR, ann -> ann.request("POST", "/messages", FROM)),
            new Door("POST chat", Action.SAY, PermissionDoorsTest::chat),
            new Door("POST agui", Action.SAY, PermissionDoorsTest::run),
            new Door("POST event", Action.ACT, ann -> ann.request("POST", "/events", EVENT)),
            new Door("POST signal", Action.ACT, ann -> ann.request("POST", "/signals", EVENT)),
            new Door("PATCH message", Action.ACT, ann -> ann.request("PATCH", "/messages/999", "{\"text\": \"x\"}")),
            new Door("PUT reaction", Action.ACT, ann -> ann.request("PUT", REACTION, null)),
            new Door("PATCH state", Action.WRITE_STATE, ann -> ann.request("PATCH", "/state", "{\"a\": 1}")),
            new Door(
                    "GET usage",
                    Action.SEE_USAGE,
                    ann -> ann.at("GET", "/api/usage?user=bob&room=" + ann.kind.room(), null)),
            new Door(
                    "POST invalidate-cache",
                    Action.REFRESH,
                    ann -> ann.at("POST", "/internal/rooms/" + ann.kind.room() + "/invalidate-cache", "")),
            new Door("init", Action.ENTER, ann -> ann.frame("init")),
            new Door("load_messages", Action.READ, ann -> ann.frame("load_messages")),
            new Door("who", Action.ENTER, ann -> ann.frame("who")),
            new Door("get_state", Action.READ, ann -> ann.frame("get_state")),
            new Door("cancel", Action.ENTER, ann -> ann.frame("cancel", "turn", "t")),
            new Door("approve", Action.ENTER, ann -> ann.frame("approve", "turn", "t", "call", "c", "allow", true)),
            new Door("typing", Action.SAY, ann -> ann.frame("typing", "on", true)),
            new Door("message", Action.SAY, ann -> ann.frame("message", "message", "hi")),
            new Door("edit", Action.ACT, ann -> ann.frame("edit", "target", 999, "text", "x")),
            new Door("react", Action.ACT, ann -> ann.frame("react", "target", 1, "emoji", "👍", "on", true)),
            new Door("emit", Action.ACT, ann -> ann.frame("emit", "name", "n", "data", 1)),
            new Door("signal", Action.ACT, ann -> ann.frame("signal", "name", "n", "data", 1)),
            new Door("state", Action.WRITE_STATE, ann -> ann.frame("state", "patch", new JsonObject().put("b", 1))),
            new Door("bridge register", Action.ENTER, Ann::registered),
            new Door("bridge init", Action.ENTER, ann -> ann.sent("init")),
            new Door("bridge load_messages", Action.READ, ann -> ann.sent("load_messages")),
            new Door("bridge message", Action.SAY, ann -> ann.sent("message", "message", "hi")),
            new Door("delete", Action.DELETE, ann -> ann.frame("delete", "target", 1)),
            new Door("DELETE message", Action.DELETE, ann -> ann.request("DELETE", "/messages/1", null)));

    private static Stream<Kind> kinds() {
        return PermissionTable.KINDS.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachDoorIsAsTheTable(Kind kind) {
        List<String> wrong = new ArrayList<>();
        for (Role role : Role.values()) {
            try (Ann ann = new Ann(kind, role)) {
                for (Door door : DOORS) {
                    if (!kind.exists() && door.action() == Action.DELETE) {
                        continue; // what is there is Ann's own
                    }
                    String code = door.attempt().code(ann);
                    boolean allowed = PermissionTable.allows(kind, role, door.action());
                    if (allowed == code.equals(FORBIDDEN) || code.equals("internal") || code.equals("unavailable")) {
                        wrong.add(door.name() + " by " + role.text() + ": " + code + ", allowed: " + allowed);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Whatever is asked of a direct room of others, by whatever method: the same as of one that is not there. */
    @ParameterizedTest
    @MethodSource("directRooms")
    void aDirectRoomIsNeverFound(String room) {
        TestHttp root = node.http(node.token("root", "admin", List.of("*"), Duration.ofHours(1)));
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE")) {
            for (String below :
                    List.of("", "/messages", "/members", "/state", "/turns/t", "/nonsense", "/messages/x")) {
                HttpResponse<String> response = root.send(method, "/api/rooms/" + room + below, null);
                assertEquals(403, response.statusCode(), method + " " + below);
            }
        }
        assertEquals(403, root.get("/api/chat/" + room + "/stream").statusCode());
        assertEquals(403, root.get("/api/chat/x/stream?room=" + room).statusCode());
        assertEquals(403, root.post("/api/chat/" + room + "/stop", null).statusCode());
        assertEquals(403, root.get("/api/usage?room=" + room).statusCode());
    }

    private static Stream<String> directRooms() {
        return Stream.of("direct:kZ3v9QfX1mB7cT5yW0aRuG", "direct:kZ3v9QfX1mB7cT5yW0aRuX", "direct:x");
    }
}
