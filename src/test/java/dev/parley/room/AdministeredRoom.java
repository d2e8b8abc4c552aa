package dev.parley.room;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Requests;
import dev.parley.messages.Addresses;
import dev.parley.messages.Administration;
import dev.parley.messages.HostCommand;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.testing.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A room of a real node, to which commands are sent over the bus, as gateways do. */
record AdministeredRoom(TestNode node, String name) {

    Future<RoomReply> send(RoomCommand command) {
        return Requests.request(node.node().vertx(), Addresses.host(node.name()), new HostCommand.Activate(name))
                .compose(v -> Requests.request(node.node().vertx(), Addresses.room(node.name(), name), command));
    }

    Future<RoomReply> administer(Principal who, Administration what) {
        Author author = new Author(who.user(), who.user(), Author.Kind.USER);
        return send(new RoomCommand.Administer(new Speaker(author, who.role(), "::1"), who, what));
    }

    /** The {@code seq} of what is stored for it; 0 for nothing. */
    @CanIgnoreReturnValue
    long store(String who, Administration what) {
        return ((RoomReply.Stored) await(administer(Rooms.member(who), what))).seq();
    }

    void refuse(Code code, Principal who, Administration what) {
        refuse(code, administer(who, what));
    }

    void refuse(Code code, String who, Administration what) {
        refuse(code, Rooms.member(who), what);
    }

    static void refuse(Code code, Future<?> reply) {
        Throwable failure = failure(reply);
        assertEquals(code, ((Refusal) failure).code(), failure::toString);
    }

    @CanIgnoreReturnValue
    RoomReply.Settings change(Principal who, Object... fields) {
        return (RoomReply.Settings) await(administer(who, settings(fields)));
    }

    /** Makes it as a private room of this owner. */
    AdministeredRoom ofOwner(String owner) {
        change(Rooms.member(owner), "access", "private");
        return this;
    }

    @CanIgnoreReturnValue
    RoomReply.Joined join(Principal who, String hash) {
        return (RoomReply.Joined) await(administer(who, new Administration.Join(hash)));
    }

    static Administration settings(Object... fields) {
        JsonObject changes = new JsonObject();
        for (int i = 0; i < fields.length; i += 2) {
            changes.put((String) fields[i], fields[i + 1]);
        }
        return new Administration.ChangeSettings(changes.encode());
    }

    static Administration role(String user, RoomRole role) {
        return new Administration.SetMember(user, role);
    }

    static Administration mute(String user) {
        return new Administration.Impose(user, Sanction.Kind.MUTE, Sanction.FOR_EVER);
    }

    static Administration kick(String user) {
        return new Administration.Impose(user, Sanction.Kind.KICK, System.currentTimeMillis() + 600_000);
    }

    static Administration invitation(String hash, RoomRole role, int uses) {
        return new Administration.Invite(hash, role, uses, System.currentTimeMillis() + 600_000, false);
    }

    static Principal as(String user, Role role) {
        return new Principal(user, role, List.of("*"));
    }
}
