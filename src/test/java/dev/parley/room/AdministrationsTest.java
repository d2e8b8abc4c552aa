package dev.parley.room;

import static dev.parley.room.AdministeredRoom.as;
import static dev.parley.room.AdministeredRoom.invitation;
import static dev.parley.room.AdministeredRoom.kick;
import static dev.parley.room.AdministeredRoom.mute;
import static dev.parley.room.AdministeredRoom.refuse;
import static dev.parley.room.AdministeredRoom.role;
import static dev.parley.room.AdministeredRoom.settings;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Administration;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings, members, invitations and sanctions of rooms on a real store, by commands as gateways send them. */
class AdministrationsTest {
    private TestNode node;
    private AdministeredRoom room;

    @BeforeEach
    void start() {
        node = TestNode.start(Map.of("PARLEY_LIMITS_ROOM_MEMBERS", "4", "PARLEY_LIMITS_INVITATIONS", "2"));
        room = new AdministeredRoom(node, "team");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Future<RoomReply> say(String user, String id) {
        return room.send(Rooms.say(user, id, "hello"));
    }

    private long said(String user, String id) {
        return ((RoomReply.Stored) await(say(user, id))).seq();
    }

    @Test
    void whoeverMakesARoomOwnsIt() {
        room.refuse(Code.FORBIDDEN, as("guest-1", Role.GUEST), settings("title", "x"));
        RoomReply.Settings made = room.change(Rooms.member("ann"), "title", "Team", "access", "private");
        assertTrue(made.made());
        assertEquals(1, made.seq());
        assertEquals(RoomAccess.PRIVATE, made.options().access());
        RoomReply.Settings same = room.change(Rooms.member("ann"), "title", "Team");
        assertEquals(0, same.seq(), "nothing is new");
        assertFalse(same.made());
        refuse(Code.FORBIDDEN, say("bob", "1"));
        assertEquals(2, said("ann", "1"));
        room.refuse(Code.FORBIDDEN, "bob", settings("title", "mine"));
        room.store("ann", role("bob", RoomRole.MODERATOR));
        assertEquals(
                4, room.change(Rooms.member("bob"), "topic", "t", "slowMode", 5).seq());
        room.refuse(Code.FORBIDDEN, "bob", settings("topic", "u", "retention", 5));
        assertNull(room.change(Rooms.member("ann"), "topic", null).options().topic());
    }

    @Test
    void mainIsMadePrivateByAdminsAlone() {
        AdministeredRoom main = new AdministeredRoom(node, "main");
        main.refuse(Code.FORBIDDEN, as("ann", Role.MEMBER), settings("access", "private"));
        main.refuse(Code.FORBIDDEN, as("mod", Role.MODERATOR), settings("access", "private"));
        assertEquals(1, main.change(as("mod", Role.MODERATOR), "title", "Main").seq());
        assertEquals(2, main.change(as("root", Role.ADMIN), "access", "private").seq());
    }

    @Test
    void ofAnAssistantRoomItsOwnerSetsAFew() {
        AdministeredRoom own = new AdministeredRoom(node, "assistant:ann");
        assertEquals(
                "merge",
                own.change(Rooms.member("ann"), "overlap", "merge").options().overlap());
        own.refuse(Code.FORBIDDEN, "ann", settings("access", "private"));
        own.refuse(Code.FORBIDDEN, as("root", Role.ADMIN), settings("title", "x"));
    }

    @Test
    void strangersGoWhenARoomIsMadePrivateAndMembersWhenItIsMadeOpen() {
        try (TestSocket bob = node.connect("bob")) {
            bob.enter("team");
            assertEquals(1, said("bob", "1"));
            room.refuse(Code.FORBIDDEN, "bob", settings("access", "private"));
            room.change(as("mod", Role.MODERATOR), "access", "private");
            refuse(Code.FORBIDDEN, say("bob", "2"));
            assertEquals("private", bob.await("room").getString("access"));
        }
        room.store("mod", role("cat", RoomRole.MEMBER));
        assertEquals(4, room.change(Rooms.member("mod"), "access", "open").seq());
        room.refuse(Code.CONFLICT, "mod", role("dan", RoomRole.MEMBER));
        room.refuse(Code.CONFLICT, "mod", invitation("h", RoomRole.MEMBER, 1));
        room.refuse(Code.CONFLICT, "cat", role("cat", null));
        assertEquals(5, room.change(Rooms.member("mod"), "access", "private").seq());
        refuse(Code.FORBIDDEN, say("cat", "1"));
    }

    @Test
    void rolesAreGivenByRankAndTheLastOwnerStays() {
        room.ofOwner("ann");
        room.store("ann", role("mod", RoomRole.MODERATOR));
        room.store("mod", role("bob", RoomRole.READER));
        refuse(Code.FORBIDDEN, say("bob", "1"));
        room.refuse(Code.FORBIDDEN, "bob", role("cat", RoomRole.READER));
        room.refuse(Code.FORBIDDEN, "mod", role("bob", RoomRole.MODERATOR));
        room.refuse(Code.FORBIDDEN, "mod", role("mod", RoomRole.OWNER));
        room.refuse(Code.FORBIDDEN, "mod", role("ann", RoomRole.READER));
        room.refuse(Code.FORBIDDEN, as("tokenmod", Role.MODERATOR), role("bob", null));
        room.refuse(Code.CONFLICT, "ann", role("ann", null));
        room.refuse(Code.CONFLICT, "ann", role("ann", RoomRole.MEMBER));
        room.refuse(Code.CONFLICT, as("root", Role.ADMIN), role("ann", RoomRole.MEMBER));
        room.store("ann", role("cat", RoomRole.OWNER));
        room.refuse(Code.TOO_LARGE, "ann", role("dan", RoomRole.MEMBER));
        room.refuse(Code.FORBIDDEN, "cat", role("ann", RoomRole.MEMBER));
        assertEquals(0, room.store("ann", role("cat", RoomRole.OWNER)), "it is so already");
        assertEquals(5, room.store("ann", role("ann", null)));
        assertEquals(6, room.store("bob", role("bob", null)), "everybody may leave");
        refuse(Code.FORBIDDEN, say("ann", "1"));
        assertEquals(
                7,
                ((RoomReply.Stored) await(room.administer(as("root", Role.ADMIN), role("dan", RoomRole.OWNER)))).seq());
    }

    @Test
    void nothingOfARemovedMemberHasANumberAboveTheRemoval() {
        room.ofOwner("ann");
        room.store("ann", role("bob", RoomRole.MEMBER));
        Future<RoomReply> removal = room.administer(Rooms.member("ann"), role("bob", null));
        List<Future<RoomReply>> others = List.of(
                say("bob", "1"),
                room.send(new RoomCommand.Emit("2", Rooms.speaker("bob"), Rooms.member("bob"), "x", "1", null)),
                room.send(new RoomCommand.Patch("3", Rooms.speaker("bob"), Rooms.member("bob"), "{\"a\":1}", -1)),
                room.send(new RoomCommand.Type(true, Rooms.member("bob"))));
        long seq = ((RoomReply.Stored) await(removal)).seq();
        await(Future.join(others).otherwiseEmpty());
        assertEquals(seq + 1, said("ann", "last"), "the removal was the last");
        others.forEach(each -> refuse(Code.FORBIDDEN, each));
    }

    @Test
    void anInvitationIsTakenAsOftenAsItSays() {
        room.ofOwner("ann");
        room.refuse(Code.FORBIDDEN, "bob", invitation("h", RoomRole.MEMBER, 1));
        room.store("ann", invitation("once", RoomRole.MEMBER, 1));
        room.store("ann", invitation("often", RoomRole.READER, 0));
        room.refuse(Code.TOO_LARGE, "ann", invitation("more", RoomRole.READER, 0));
        assertEquals(new RoomReply.Joined(2, RoomRole.MEMBER), room.join(Rooms.member("bob"), "once"));
        assertEquals(new RoomReply.Joined(0, RoomRole.MEMBER), room.join(Rooms.member("bob"), "once"), "again");
        room.refuse(Code.NOT_FOUND, "cat", new Administration.Join("once"));
        room.refuse(Code.NOT_FOUND, "cat", new Administration.Join("guessed"));
        room.refuse(Code.FORBIDDEN, as("guest-1", Role.GUEST), new Administration.Join("often"));
        assertEquals(RoomRole.READER, room.join(Rooms.member("cat"), "often").role());
        room.store("ann", role("cat", null));
        room.refuse(Code.NOT_FOUND, "cat", new Administration.Join("often"));
        room.join(Rooms.member("dan"), "often");
        room.refuse(Code.NOT_FOUND, "cat", new Administration.Join("often"));
        room.store("ann", invitation("new", RoomRole.MEMBER, 0));
        assertEquals(RoomRole.MEMBER, room.join(Rooms.member("cat"), "new").role());
    }

    @Test
    void anInvitationEndsWithItsMakersRight() {
        room.ofOwner("ann");
        room.store("ann", role("mod", RoomRole.MODERATOR));
        room.refuse(Code.FORBIDDEN, "mod", invitation("h", RoomRole.MODERATOR, 0));
        room.store("mod", invitation("h", RoomRole.MEMBER, 0));
        await(room.administer(as("root", Role.ADMIN), invitation("admins", RoomRole.MEMBER, 0)));
        room.store("ann", role("mod", RoomRole.MEMBER));
        room.refuse(Code.NOT_FOUND, "bob", new Administration.Join("h"));
        assertEquals(RoomRole.MEMBER, room.join(Rooms.member("bob"), "admins").role());
    }

    @Test
    void sanctionsAreInForceAtOnceAndAreLifted() {
        assertEquals(1, said("bob", "1"));
        room.refuse(Code.FORBIDDEN, "ann", mute("bob"));
        var mod = as("mod", Role.MODERATOR);
        await(room.administer(mod, mute("bob")));
        refuse(Code.FORBIDDEN, say("bob", "2"));
        await(room.send(new RoomCommand.Delete("d", Rooms.speaker("bob"), Rooms.member("bob"), 1)));
        await(room.send(new RoomCommand.Who(Rooms.member("bob"))));
        var lift = new Administration.Impose("bob", Sanction.Kind.MUTE, 0);
        assertEquals(4, ((RoomReply.Stored) await(room.administer(mod, lift))).seq());
        assertEquals(0, ((RoomReply.Stored) await(room.administer(mod, lift))).seq());
        assertEquals(5, said("bob", "3"));
        await(room.administer(as("root", Role.ADMIN), kick("bob")));
        room.refuse(Code.FORBIDDEN, mod, new Administration.Impose("bob", Sanction.Kind.KICK, 0));
        refuse(Code.FORBIDDEN, room.send(new RoomCommand.Who(Rooms.member("bob"))));
        refuse(Code.FORBIDDEN, room.send(new RoomCommand.ReadState(Rooms.member("bob"))));
        refuse(Code.FORBIDDEN, room.send(new RoomCommand.Cancel("t", Rooms.member("bob"))));
        room.refuse(Code.BAD_FRAME, mod, new Administration.Impose("x\0", Sanction.Kind.KICK, Long.MAX_VALUE));
    }

    @Test
    void aDirectRoomIsMadeOnceAndNobodyChangesIt() {
        AdministeredRoom direct = new AdministeredRoom(node, "direct:0123456789012345678901");
        var users = new Administration.MakeDirect(List.of("ann", "bob"));
        direct.refuse(Code.FORBIDDEN, as("guest-1", Role.GUEST), users);
        direct.refuse(Code.BAD_FRAME, "ann", new Administration.MakeDirect(List.of("ann")));
        assertEquals(1, direct.store("ann", users));
        assertEquals(0, direct.store("bob", users));
        direct.refuse(Code.FORBIDDEN, "ann", role("bob", null));
        direct.refuse(Code.FORBIDDEN, "ann", role("ann", null));
        direct.refuse(Code.FORBIDDEN, as("root", Role.ADMIN), settings("title", "x"));
        direct.refuse(Code.FORBIDDEN, as("root", Role.ADMIN), mute("bob"));
        refuse(Code.FORBIDDEN, direct.send(Rooms.say("cat", "1", "hi")));
        assertEquals(2, ((RoomReply.Stored) await(direct.send(Rooms.say("bob", "1", "hi")))).seq());
    }

    @Test
    void aGuestsRoleAndSanctionsGoAlong() {
        room.ofOwner("ann");
        room.store("ann", role("guest-1", RoomRole.MEMBER));
        room.store("ann", mute("guest-1"));
        assertEquals(5, room.store("eve", new Administration.Adopt("guest-1")));
        refuse(Code.FORBIDDEN, say("eve", "1"));
        await(room.send(new RoomCommand.Who(Rooms.member("eve"))));
        refuse(Code.FORBIDDEN, room.send(new RoomCommand.Who(Rooms.member("guest-1"))));
        assertEquals(0, room.store("eve", new Administration.Adopt("guest-1")));
    }

    @Test
    void slowModeOutlastsTheRoomInMemory() {
        room.change(Rooms.member("ann"), "slowMode", 3_600_000);
        assertEquals(2, said("bob", "1"));
        refuse(Code.RATE_LIMITED, say("bob", "2"));
        assertTrue(((RoomReply.Stored) await(say("bob", "1"))).duplicate(), "a resend gets the first ack");
        refuse(
                Code.RATE_LIMITED,
                room.send(new RoomCommand.Emit("3", Rooms.speaker("bob"), Rooms.member("bob"), "x", "1", null)));
        assertEquals(3, said("ann", "1"));
        assertEquals(4, said("ann", "2"), "its owner need not wait");
        Path folder = node.folder();
        node.close();
        node = TestNode.startIn(folder, Map.of());
        room = new AdministeredRoom(node, "team");
        refuse(Code.RATE_LIMITED, say("bob", "4"));
        assertEquals(5, said("cat", "1"));
    }

    @Test
    void servicesSpeakForOthersAndNobodyElseDoes() {
        var forBob = new RoomCommand.Say("1", Rooms.speaker("bob"), Content.of("hi"), null, Rooms.member("ann"));
        refuse(Code.FORBIDDEN, room.send(forBob));
        var service =
                new RoomCommand.Say("1", Rooms.speaker("bob"), Content.of("hi"), null, as("backend", Role.SERVICE));
        assertEquals(1, ((RoomReply.Stored) await(room.send(service))).seq());
    }

    @Test
    void theAuditTrailTellsWhatWasDone() {
        room.ofOwner("ann");
        room.store("ann", role("bob", RoomRole.MEMBER));
        long target = said("bob", "1");
        await(room.send(new RoomCommand.Delete("d", Rooms.speaker("ann"), Rooms.member("ann"), target)));
        await(room.send(new RoomCommand.Delete("e", Rooms.speaker("ann"), Rooms.member("ann"), said("ann", "2"))));
        var root = as("root", Role.ADMIN);
        await(room.administer(root, new Administration.Visit()));
        await(room.administer(root, new Administration.Visit()));
        room.store("ann", role("bob", null));
        assertEquals(
                List.of(
                        "ann made null null",
                        "ann member bob null",
                        "ann deleted bob " + target,
                        "root entered null null",
                        "ann removed bob null"),
                rows("SELECT by_id || ' ' || action || ' ' || coalesce(user_id, 'null') || ' '"
                        + " || coalesce(target, 'null') FROM audit WHERE room = 'team' ORDER BY seq"));
        assertEquals(List.of("1", "7"), rows("SELECT seq FROM removals ORDER BY seq"), "made private, and bob");
    }

    private List<String> rows(String query) {
        try (Connection reader = DriverManager.getConnection(
                        "jdbc:sqlite:" + node.folder().resolve("parley.db"));
                ResultSet found = reader.createStatement().executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
