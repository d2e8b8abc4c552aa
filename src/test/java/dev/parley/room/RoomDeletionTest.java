package dev.parley.room;

import static dev.parley.testing.Frames.objects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Administration;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Role;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.testing.Frames;
import dev.parley.testing.RoomAsk;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room that goes with all that it holds, and what its name stands for then, on a real store. */
class RoomDeletionTest {
    private TestNode node;
    private TestSocket ann;
    private RoomAsk room;

    @BeforeEach
    void start() {
        node = TestNode.start(Map.of("PARLEY_ROOMS_RETENTIONEVERY", "1h"));
        room = new RoomAsk(node, "r");
        ann = node.connect("ann");
        ann.enter("r");
    }

    @AfterEach
    void stop() {
        ann.close();
        node.close();
    }

    @CanIgnoreReturnValue
    private RoomReply.Stored delete(String user, Role role, String id) {
        RoomReply reply = room.ask(room.administer(user, role, id, new Administration.DeleteRoom()));
        return assertInstanceOf(RoomReply.Stored.class, reply);
    }

    private void refused(Code code, String user, Role role) {
        assertEquals(code, room.refusal(room.administer(user, role, null, new Administration.DeleteRoom())));
    }

    private JsonObject history() {
        return node.http(node.token("cat")).getJson("/api/rooms/r/messages");
    }

    @CanIgnoreReturnValue
    private JsonObject reply(String type, String id, Object... fields) {
        ann.send(TestSocket.frame(type, fields).put("room", "r").put("id", id));
        return ann.await(f -> id.equals(f.getString("id")));
    }

    @Test
    void nothingOfItComesBackUnderItsName() {
        ann.say("r", "m1", "one");
        reply("react", "r1", "target", 1, "emoji", "👍", "on", true);
        reply("state", "s1", "patch", new JsonObject().put("a", 1));
        room.set("{\"title\":\"secret\",\"retention\":3600000}");
        RoomReply.Stored gone = delete("root", Role.ADMIN, "d");
        JsonObject left = ann.await("left");
        assertEquals("not_found", left.getString("code"), left::encode);
        assertEquals(List.of(), objects(history().getJsonArray("messages")));
        refused(Code.NOT_FOUND, "root", Role.ADMIN);

        JsonObject ready = ann.enter("r");
        assertFalse(ready.encode().contains("secret"), ready::encode);
        JsonObject kept = ann.say("r", "m2", "anew");
        assertEquals(gone.seq() + 1, kept.getLong("seq"), "the numbers go on");
        JsonObject again = ann.say("r", "m1", "one");
        assertTrue(again.getBoolean("duplicate"), again::encode);
        assertEquals(1, again.getLong("seq"));
        JsonObject state = node.http(node.token("cat")).getJson("/api/rooms/r/state");
        assertEquals("{}", state.getJsonObject("state").encode());
        List<JsonObject> messages = objects(history().getJsonArray("messages"));
        assertEquals(List.of(kept.getLong("seq")), Frames.seqs(messages));
        assertFalse(history().getBoolean("hasMore"), "nothing is before it");
        assertFalse(node.http(node.token("cat")).get("/api/rooms/r").body().contains("secret"));
        try (TestSocket bob = node.connect("bob")) {
            JsonObject from = bob.send("init", "room", "r", "since", 1).await("ready");
            assertTrue(from.getBoolean("reset", false), from::encode);
        }
    }

    @Test
    void aPrivateRoomLeavesNoMembersInvitationsAndSanctions() {
        room.ask(room.administer(
                "ann", Role.MEMBER, null, new Administration.ChangeSettings("{\"access\":\"private\"}")));
        room.ask(room.administer("ann", Role.MEMBER, null, new Administration.SetMember("bob", RoomRole.MEMBER)));
        long later = System.currentTimeMillis() + 3_600_000;
        room.ask(room.administer(
                "ann", Role.MEMBER, null, new Administration.Invite("hash", RoomRole.MEMBER, 0, later, false)));
        room.ask(
                room.administer("ann", Role.MEMBER, null, new Administration.Impose("bob", Sanction.Kind.MUTE, later)));
        refused(Code.FORBIDDEN, "cat", Role.MEMBER);
        refused(Code.FORBIDDEN, "bob", Role.MEMBER);
        assertEquals(
                403, node.http(node.token("cat")).get("/api/rooms/r/messages").statusCode());
        delete("ann", Role.MEMBER, null);

        assertEquals(
                Code.NOT_FOUND,
                room.refusal(room.administer("cat", Role.MEMBER, null, new Administration.Join("hash"))));
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("r");
            assertEquals("ack", bob.say("r", "b1", "hello").getString("type"), "bob is not muted any more");
        }
        assertEquals(1, objects(history().getJsonArray("messages")).size(), "cat may enter an open room");
        refused(Code.FORBIDDEN, "ann", Role.MEMBER);
    }

    @Test
    void theSameCommandSentAgainDeletesNothingMore() {
        ann.say("r", "m1", "one");
        RoomReply.Stored gone = delete("root", Role.ADMIN, "d");
        assertEquals(gone.seq(), delete("root", Role.ADMIN, "d").seq(), "also while there is no such room");
        ann.enter("r");
        long anew = ann.say("r", "m2", "anew").getLong("seq");
        RoomReply.Stored again = delete("root", Role.ADMIN, "d");
        assertTrue(again.duplicate());
        assertEquals(gone.seq(), again.seq());
        assertEquals(List.of(anew), Frames.seqs(objects(history().getJsonArray("messages"))));
    }

    @Test
    void onlyWhoMayDeletesIt() {
        refused(Code.NOT_FOUND, "root", Role.ADMIN);
        ann.say("r", "m1", "one");
        refused(Code.FORBIDDEN, "ann", Role.MEMBER);
        refused(Code.FORBIDDEN, "mod", Role.MODERATOR);
        assertEquals(1, objects(history().getJsonArray("messages")).size());
        delete("root", Role.ADMIN, null);
    }

    @Test
    void mainGoesByAnAdminAloneAndADirectRoomNever() {
        RoomAsk main = new RoomAsk(node, "main");
        ann.enter("main");
        ann.say("main", "m1", "one");
        Administration deletion = new Administration.DeleteRoom();
        assertEquals(Code.FORBIDDEN, main.refusal(main.administer("mod", Role.MODERATOR, null, deletion)));
        main.ask(main.administer("root", Role.ADMIN, null, deletion));
        RoomAsk direct = new RoomAsk(node, "direct:abcdefghijklmnopqrstuv");
        assertEquals(Code.FORBIDDEN, direct.refusal(direct.administer("root", Role.ADMIN, null, deletion)));
    }
}
