package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.Content;
import dev.parley.model.Member;
import dev.parley.model.RoomOptions;
import java.util.List;

/**
 * A command to a room, at {@code room.<room>}. A {@code connection} names one socket of one user and is unique in
 * the cluster; a {@code gateway} is the name under which {@link Addresses#gateway} finds the one that holds the socket.
 * What needs a right carries the {@link Principal} by whom it is judged; a node of an earlier build sends none, and
 * what it sends instead is taken for one.
 */
@Wire("RoomCommand")
public sealed interface RoomCommand {

    <R> R handledBy(Handler<R> handler);

    /** One method a command: a new command does not compile until it is handled. */
    interface Handler<R> {
        R enter(Enter command);

        R leave(Leave command);

        R say(Say command);

        R type(Type command);

        R who(Who command);

        R cancel(Cancel command);

        R approve(Approve command);

        R configure(Configure command);

        R present(Present command);

        R reload(Reload command);

        R decide(Decide command);

        R edit(Edit command);

        R delete(Delete command);

        R react(React command);

        R emit(Emit command);

        R signal(Signal command);

        R patch(Patch command);

        R readState(ReadState command);

        R forget(Forget command);

        R administer(Administer command);

        R retain(Retain command);
    }

    /**
     * A socket comes in. Answered with {@link RoomReply.Entered}; what happens after that answer reaches the gateway.
     *
     * @param state whether the room's shared state is wanted as well
     */
    @Wire("Enter")
    record Enter(Here here, String gateway, Principal by, boolean state) implements RoomCommand {
        public Enter {
            by = by == null ? Principal.of(here.who().id(), false) : by;
        }

        /** Without the state. */
        public Enter(Here here, String gateway, Principal by) {
            this(here, gateway, by, false);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.enter(this);
        }
    }

    /** A socket is gone. */
    @Wire("Leave")
    record Leave(Here here, String gateway) implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.leave(this);
        }
    }

    /**
     * Somebody says something. Answered once durable.
     *
     * @param id null or the sender's idempotency key
     * @param order null from a node that tells none
     * @param principal by whom it is judged, who may speak for another
     */
    @Wire("Say")
    record Say(String id, Speaker by, Content content, SendOrder order, Principal principal) implements RoomCommand {
        public Say {
            principal = principal == null ? Principal.of(by) : principal;
        }

        /** A message of the speaker's own that has no place in an order. */
        public Say(String id, Speaker by, Content content) {
            this(id, by, content, null, null);
        }

        /** The same under this key and at this place. */
        public Say at(String key, SendOrder place) {
            return new Say(key, by, content, place, principal);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.say(this);
        }
    }

    /** Somebody types, or stops. */
    @Wire("Type")
    record Type(String user, boolean on, Principal principal) implements RoomCommand {
        public Type {
            principal = principal == null ? Principal.of(user, false) : principal;
        }

        public Type(boolean on, Principal principal) {
            this(principal.user(), on, principal);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.type(this);
        }
    }

    /**
     * Who is here.
     *
     * @param principal null when the server itself asks
     */
    @Wire("Who")
    record Who(Principal principal) implements RoomCommand {
        /** For the server itself. */
        public Who() {
            this(null);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.who(this);
        }
    }

    /** Stops an assistant's answer. {@code user} and {@code moderates} are for nodes of earlier builds. */
    @Wire("Cancel")
    record Cancel(String turn, String user, boolean moderates, Principal by) implements RoomCommand {
        public Cancel {
            by = by == null ? Principal.of(user, moderates) : by;
        }

        public Cancel(String turn, Principal by) {
            this(turn, by.user(), by.role().moderates(), by);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.cancel(this);
        }
    }

    /**
     * Answers an assistant's request to use a tool that needs a person. Answered with {@link RoomReply.Done}. {@code
     * user} and {@code moderates} are for nodes of earlier builds.
     */
    @Wire("Approve")
    record Approve(String turn, String call, boolean allow, String user, boolean moderates, Principal by)
            implements RoomCommand {
        public Approve {
            by = by == null ? Principal.of(user, moderates) : by;
        }

        public Approve(String turn, String call, boolean allow, Principal by) {
            this(turn, call, allow, by.user(), by.role().moderates(), by);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.approve(this);
        }
    }

    /**
     * Sets all of a room's options; those that it had are gone. Answered with {@link RoomReply.Done} once durable.
     * {@code user} and {@code moderates} are for nodes of earlier builds.
     */
    @Wire("Configure")
    record Configure(RoomOptions options, String user, boolean moderates, Principal by) implements RoomCommand {
        public Configure {
            by = by == null ? Principal.of(user, moderates) : by;
        }

        public Configure(RoomOptions options, Principal by) {
            this(options, by.user(), by.role().moderates(), by);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.configure(this);
        }
    }

    /**
     * A gateway's answer to {@link GatewayEvent.RollCall}: its sockets that were in this room, perhaps none. Or what it
     * makes good when the room may have missed somebody's leaving.
     *
     * @param all whether these are all, also those who are about to enter: others are not there any more
     * @param expected how many users were there when the room fell asleep, as far as this gateway knows
     */
    @Wire("Present")
    record Present(String gateway, long epoch, List<Here> here, boolean all, int expected) implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.present(this);
        }
    }

    /**
     * The store has gone back, as a restored backup does: {@code seq} was found there, which is before what the owner
     * with {@code epoch} had told. That owner is loaded anew.
     */
    @Wire("Reload")
    record Reload(long epoch, long seq) implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.reload(this);
        }
    }

    /**
     * Has the rules of a capability decide. Answered with {@link RoomReply.Decided} once durable.
     *
     * @param version of what {@code bytes} mean to the capability
     * @param id the sender's idempotency key; null when it gave none
     */
    @Wire("Decide")
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Decide(String capability, int version, byte[] bytes, String id, Speaker by) implements RoomCommand, Keyed {
        @Override
        public Decide withId(String other) {
            return new Decide(capability, version, bytes, other, by);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.decide(this);
        }
    }

    /**
     * Replaces the text of one's own message. Answered with {@link RoomReply.Stored} once durable.
     *
     * @param id null or the sender's idempotency key, as in all that follow
     */
    @Wire("Edit")
    record Edit(String id, Speaker by, Principal principal, long target, String text) implements RoomCommand, Keyed {
        @Override
        public Edit withId(String other) {
            return new Edit(other, by, principal, target, text);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.edit(this);
        }
    }

    /** Deletes a message or a custom event. Answered with {@link RoomReply.Stored} once durable. */
    @Wire("Delete")
    record Delete(String id, Speaker by, Principal principal, long target) implements RoomCommand, Keyed {
        @Override
        public Delete withId(String other) {
            return new Delete(other, by, principal, target);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.delete(this);
        }
    }

    /**
     * Reacts to a message, or takes that back. Answered with {@link RoomReply.Stored}; seq 0 when it was so already.
     */
    @Wire("React")
    record React(String id, Speaker by, Principal principal, long target, String emoji, boolean on)
            implements RoomCommand, Keyed {
        @Override
        public React withId(String other) {
            return new React(other, by, principal, target, emoji, on);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.react(this);
        }
    }

    /**
     * Stores a custom event. Answered with {@link RoomReply.Stored} once durable.
     *
     * @param data JSON of any kind, as text
     * @param order its place among the sender's messages; null for none
     */
    @Wire("Emit")
    record Emit(String id, Speaker by, Principal principal, String name, String data, SendOrder order)
            implements RoomCommand, Keyed {
        @Override
        public Emit withId(String other) {
            return new Emit(other, by, principal, name, data, order);
        }

        /** The same at this place. */
        public Emit at(SendOrder place) {
            return new Emit(id, by, principal, name, data, place);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.emit(this);
        }
    }

    /**
     * Sends a custom event that is not stored. Answered with {@link RoomReply.Done}.
     *
     * @param data JSON of any kind, as text
     * @param to ids of users; empty for all but the sender
     */
    @Wire("Signal")
    record Signal(Speaker by, Principal principal, String name, String data, List<String> to) implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.signal(this);
        }
    }

    /**
     * Changes the room's shared state. Answered with {@link RoomReply.Stored} once durable.
     *
     * @param patch a JSON Merge Patch (RFC 7396), an object, as text
     * @param base the {@code seq} that it was made on; -1 when it counts on none
     */
    @Wire("Patch")
    record Patch(String id, Speaker by, Principal principal, String patch, long base) implements RoomCommand, Keyed {
        @Override
        public Patch withId(String other) {
            return new Patch(other, by, principal, patch, base);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.patch(this);
        }
    }

    /** Asks for the room's shared state. Answered with {@link RoomReply.SharedState}. */
    @Wire("ReadState")
    record ReadState(Principal principal) implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.readState(this);
        }
    }

    /** Drops what this node has cached for the room. Answered with {@link RoomReply.Done}. */
    @Wire("Forget")
    record Forget() implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.forget(this);
        }
    }

    /**
     * Changes the room's settings, members or sanctions; {@link Administration} says what it is answered with.
     *
     * @param id by which it is told from the same that was sent again, when what it did takes long
     */
    @Wire("Administer")
    record Administer(Speaker by, Principal principal, Administration what, String id) implements RoomCommand, Keyed {
        /** Its gateway makes the key. */
        public Administer(Speaker by, Principal principal, Administration what) {
            this(by, principal, what, null);
        }

        @Override
        public Administer withId(String other) {
            return new Administer(by, principal, what, other);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.administer(this);
        }
    }

    /** Has the room drop what is older than its retention. From the server alone. Answered with {@code Done}. */
    @Wire("Retain")
    record Retain() implements RoomCommand {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.retain(this);
        }
    }

    /**
     * A command that stores something under a key. One whose sender gave none gets one from its gateway: sent again
     * without a key it would be stored twice.
     */
    interface Keyed {
        /** The sender's idempotency key; null when it gave none. */
        String id();

        /** The same under a key that the server made. */
        RoomCommand withId(String other);
    }

    /** One socket and whose it is. */
    record Here(String connection, Member who) {}
}
