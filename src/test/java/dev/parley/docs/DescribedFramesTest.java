package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.FrameFields;
import dev.parley.contract.FrameLimits;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Member;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.SpeakPolicy;
import dev.parley.model.ToolCall;
import dev.parley.testing.ApiSchema;
import dev.parley.testing.BridgeSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code /api/asyncapi.json} describes the frames that there are, as they are. */
class DescribedFramesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final JsonObject document = node.http(null).getJson("/api/asyncapi.json");
    private static final JsonObject messages =
            document.getJsonObject("components").getJsonObject("messages");
    private static final FrameReader READER =
            new FrameReader(new FrameLimits(1000, 1000, 32, 1000, 1000, 10, 1000), Set.of());
    private static final ApiSchema schema = new ApiSchema(document);

    @Test
    void everyFrameIsDescribedAndNothingElse() {
        assertEquals(typesOf(ClientFrame.Body.class, Set.of("registered")), described("client."));
        Set<String> sent = typesOf(ServerFrame.class, Set.of("done", "failed", "of_capability"));
        sent.add("error"); // Failed; and Done is an ack
        sent.addAll(List.of(
                EventType.EDITED,
                EventType.DELETED,
                EventType.REACTION,
                EventType.EVENT,
                EventType.STATE,
                EventType.ROOM)); // PassedOn
        assertEquals(sent, described("server."));
    }

    private static Set<String> typesOf(Class<?> family, Set<String> without) {
        TreeSet<String> types = Arrays.stream(family.getPermittedSubclasses())
                .map(type -> type.getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        types.removeAll(without);
        return types;
    }

    private static Set<String> described(String prefix) {
        return messages.fieldNames().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A sample that is refused as a bad frame is not as described. */
    @Test
    void theSamplesOfTheProtocolAreAsDescribed() {
        List<JsonObject> samples = new ArrayList<>();
        Set<JsonObject> bad = new HashSet<>();
        new ProtocolPage().frames(samples::add, got -> {
            check("server.", got);
            if ("bad_frame".equals(got.getString("code"))) {
                bad.add(samples.get(samples.size() - 1));
            }
        });
        assertEquals(1, bad.size());
        for (JsonObject sample : samples) {
            assertEquals(bad.contains(sample), !faults("client.", sample).isEmpty(), sample::encode);
        }
    }

    private static void check(String prefix, JsonObject frame) {
        assertEquals(List.of(), faults(prefix, frame), frame::encode);
    }

    private static List<String> faults(String prefix, JsonObject frame) {
        return schema.faults(payload(prefix + frame.getString("type")), frame);
    }

    private static JsonObject payload(String message) {
        return messages.getJsonObject(message).getJsonObject("payload");
    }

    /** Every field that the reader asks a frame for is described, and no other. */
    @Test
    void everyFieldOfAClientsFrameIsDescribed() {
        for (String type : described("client.")) {
            Set<String> read = new TreeSet<>(Set.of("userId")); // compared by the connection
            JsonObject frame = sampleOf(type);
            assertNotNull(READER.read(noting(frame, read)));
            assertEquals(read, schema.fields(payload("client." + type)), type);
        }
    }

    /** A frame's fields, which notes the names that it is asked for. */
    private static FrameFields noting(JsonObject frame, Set<String> names) {
        FrameFields fields = READER.fields(frame.encode());
        return new FrameFields() {
            @Override
            public Object get(String name) {
                names.add(name);
                return fields.get(name);
            }

            @Override
            public String json() {
                return frame.encode();
            }
        };
    }

    private static JsonObject sampleOf(String type) {
        JsonObject[] found = new JsonObject[1];
        new ProtocolPage()
                .frames(
                        sent -> {
                            if (sent.getString("type").equals(type)
                                    && !sent.getString("id").equals("e1")) {
                                found[0] = sent; // e1 is wrong on purpose
                            }
                        },
                        got -> {});
        return found[0];
    }

    @Test
    void whatTheSamplesDoNotShowIsAsDescribed() {
        ToolCall call =
                new ToolCall("c1", "now", "{\"zone\": \"UTC\"}", ToolCall.State.WAITING, null, 4, 1795000000000L);
        check("server.", new ServerFrame.Tool("tea", "t1", call).toJson());
        check("server.", new ServerFrame.Tool("tea", "t1", call.with(ToolCall.State.DONE, "noon")).toJson());
        check("server.", new ServerFrame.Typing("tea", "ada", true).toJson());
        check(
                "server.",
                new ServerFrame.Joined("tea", List.of(new Member("g", "Gast", "https://x/y.png", true))).toJson());
        check("server.", new ServerFrame.Gone("tea", List.of("ada")).toJson());
        check("server.", new ServerFrame.Resync("tea", 7).toJson());
        check("server.", new ServerFrame.Failed(Code.RATE_LIMITED.refuse("slowly", 20), null).toJson());
        String failed = "{\"turn\": \"t1\", \"prompt\": 3, \"reason\": \"failed\", \"text\": \"\", \"error\": \"e\","
                + " \"usage\": {\"input\": 1, \"output\": 2, \"estimated\": true}}";
        Author assistant = new Author("assistant", "assistant", Author.Kind.ASSISTANT);
        check("server.", new ServerFrame.Left("tea", Code.FORBIDDEN).toJson());
        changesOfRooms()
                .forEach(change -> check(
                        "server.",
                        ServerFrame.of(new Event(
                                        "tea", 6, 1795000000000L, EventType.ROOM, "c", assistant, change.body()))
                                .toJson()));
        check(
                "server.",
                ServerFrame.of(new Event("tea", 4, 1795000000000L, "answer", "t1", assistant, failed))
                        .toJson());
        JsonObject unknown = ServerFrame.of(
                        new Event("tea", 5, 1795000000000L, "waved", "w", assistant, "{\"at\": \"bob\"}"))
                .toJson();
        assertEquals(List.of(), schema.faults(payload("server.passed_on"), unknown));
    }

    private static List<RoomChange> changesOfRooms() {
        RoomOptions all = new RoomOptions(
                Map.of("bot", new RoomOptions.ForAssistant("always", "merge", "read")),
                "T",
                "t",
                RoomAccess.PRIVATE,
                SpeakPolicy.MEMBERS,
                SpeakPolicy.MODERATORS,
                5000,
                60_000,
                "queue");
        JsonObject reset = new JsonObject();
        all.toJson().fieldNames().forEach(reset::putNull);
        return List.of(
                RoomChange.none().settings(all.toJson()),
                RoomChange.none().settings(reset),
                RoomChange.none().member("bob", RoomRole.READER).member("ann", null),
                RoomChange.none()
                        .sanction("bob", new Sanction(Sanction.Kind.MUTE, Sanction.FOR_EVER, 3))
                        .sanction("ann", new Sanction(Sanction.Kind.MUTE, 0, 3)),
                RoomChange.none()
                        .sanction("bob", new Sanction(Sanction.Kind.KICK, 1795000000000L, 3))
                        .sanction("ann", new Sanction(Sanction.Kind.KICK, 0, 3)),
                RoomChange.none().deleted());
    }

    @Test
    void whatIsWrongIsToldFromWhatIsRight() {
        JsonObject payload = payload("client.typing");
        assertEquals(List.of(), schema.faults(payload, TestSocket.frame("typing", "room", "tea", "on", true)));
        for (JsonObject wrong : List.of(
                TestSocket.frame("typing", "room", "tea"),
                TestSocket.frame("typing", "room", "tea", "on", "yes"),
                TestSocket.frame("typing", "room", ".tea", "on", true),
                TestSocket.frame("typing", "room", "tea.events", "on", true),
                TestSocket.frame("who", "room", "tea", "on", true),
                TestSocket.frame("typing", "room", "tea", "on", true, "off", false))) {
            assertFalse(schema.faults(payload, wrong).isEmpty(), wrong::encode);
        }
    }

    @Test
    void theEnvelopesOfTheBridgeAreAsDescribed() {
        JsonObject register = BridgeSocket.envelope("register", "address", "room.bridge.events");
        JsonObject send = BridgeSocket.envelope(
                "send", "address", "room.bridge", "replyAddress", "r1", "body", TestSocket.frame("init"));
        JsonObject wrong = BridgeSocket.envelope(
                "send", "address", "room.bridge", "replyAddress", "r2", "body", TestSocket.frame("message"));
        try (BridgeSocket bridge = BridgeSocket.connect(node, "ada")) {
            envelope("register", register);
            envelope("send", send);
            JsonObject ready = bridge.send(register).send(send).answerAt("r1");
            assertEquals("ready", ready.getJsonObject("body").getString("type"));
            envelope("rec", ready);
            envelope("err", bridge.send(wrong).answerAt("r2"));
            bridge.ask("room.bridge", TestSocket.frame("message", "message", "hello"));
            JsonObject event = bridge.answerAt("room.bridge.events");
            while (!"message".equals(event.getJsonObject("body").getString("type"))) {
                envelope("rec", event);
                event = bridge.answerAt("room.bridge.events");
            }
            envelope("rec", event);
        }
    }

    private static void envelope(String type, JsonObject envelope) {
        JsonObject payload = payload("bridge." + type);
        assertEquals(List.of(), schema.faults(payload, envelope), envelope::encode);
    }

    /** Every operation has its messages, every message is in a channel, and every reference names something. */
    @Test
    void theDocumentIsWhole() {
        resolveAll(document, schema);
        JsonObject openApi = node.http(null).getJson("/api/openapi.json");
        resolveAll(openApi, new ApiSchema(openApi));
        Set<String> used = new TreeSet<>();
        for (Map.Entry<String, Object> operation : document.getJsonObject("operations")) {
            JsonObject of = (JsonObject) operation.getValue();
            addNames(of.getJsonArray("messages"), used);
            addNames(of.getJsonObject("reply", new JsonObject()).getJsonArray("messages", new JsonArray()), used);
        }
        assertEquals(new TreeSet<>(messages.fieldNames()), used);
    }

    private static void addNames(JsonArray references, Set<String> names) {
        for (Object each : references) {
            String reference = ((JsonObject) each).getString("$ref");
            names.add(reference.substring(reference.lastIndexOf('/') + 1));
        }
    }

    private static void resolveAll(Object value, ApiSchema in) {
        if (value instanceof JsonObject object) {
            if (object.containsKey("$ref")) {
                assertFalse(in.resolve(object).isEmpty());
            }
            object.forEach(each -> resolveAll(each.getValue(), in));
        } else if (value instanceof JsonArray list) {
            list.forEach(each -> resolveAll(each, in));
        }
    }

    @Test
    void theListsAreThoseOfTheServer() {
        listed("Code", Arrays.stream(Code.values()).map(Code::text).toList());
        listed(
                "EndReason",
                Arrays.stream(EndReason.values()).map(EndReason::text).toList());
        JsonObject states = property("ToolCall", "state");
        assertEquals(
                Arrays.stream(ToolCall.State.values()).map(ToolCall.State::text).collect(Collectors.toSet()),
                choices(states));
        JsonObject roles = payload("server.ready").getJsonObject("properties").getJsonObject("role");
        assertEquals(Arrays.stream(Role.values()).map(Role::text).collect(Collectors.toSet()), choices(roles));
    }

    private static Set<Object> choices(JsonObject schema) {
        return schema.getJsonArray("enum").stream().collect(Collectors.toSet());
    }

    private static void listed(String name, List<String> expected) {
        JsonObject of = schemaOf(name);
        assertEquals(Set.copyOf(expected), choices(of));
    }

    private static JsonObject property(String name, String property) {
        return schemaOf(name).getJsonObject("properties").getJsonObject(property);
    }

    private static JsonObject schemaOf(String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }
}
