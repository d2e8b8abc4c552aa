package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import java.util.List;

/**
 * What {@link RoomCommand.Administer} wants changed of a room: its settings, members or sanctions. Whatever is so
 * already changes nothing, and stores nothing.
 */
@Wire("Administration")
public sealed interface Administration {

    /** One method each: a new one does not compile until it is handled. */
    interface Handler<R> {
        R changeSettings(ChangeSettings change);

        R deleteRoom(DeleteRoom deletion);

        R setMember(SetMember change);

        R invite(Invite invitation);

        R join(Join join);

        R sanction(Impose sanction);

        R makeDirect(MakeDirect direct);

        R visit(Visit visit);

        R adopt(Adopt adoption);
    }

    <R> R handledBy(Handler<R> handler);

    /**
     * Makes the room, or changes its settings. Answered with {@link RoomReply.Settings}.
     *
     * @param changes in the form of {@code RoomOptions.toJson}, valid; a null resets a field
     */
    @Wire("ChangeSettings")
    record ChangeSettings(String changes) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.changeSettings(this);
        }
    }

    /** Deletes the room with all that it holds. Answered with {@link RoomReply.Stored} once nobody finds any of it. */
    @Wire("DeleteRoom")
    record DeleteRoom() implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.deleteRoom(this);
        }
    }

    /**
     * Gives a user a role in a private room, or takes membership away. Answered with {@link RoomReply.Stored}.
     *
     * @param role null: no member any more
     */
    @Wire("SetMember")
    record SetMember(String user, RoomRole role) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.setMember(this);
        }
    }

    /**
     * Stores an invitation. Answered with {@link RoomReply.Stored}.
     *
     * @param hash of its token, by which {@link Join} names it
     * @param uses 0: no limit
     * @param expiresAt milliseconds since the epoch
     * @param guests whether guests may take it
     */
    @Wire("Invite")
    record Invite(String hash, RoomRole role, int uses, long expiresAt, boolean guests) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.invite(this);
        }
    }

    /** Takes an invitation. Answered with {@link RoomReply.Joined}; {@code not_found} for one that does not hold. */
    @Wire("Join")
    record Join(String hash) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.join(this);
        }
    }

    /**
     * Mutes or kicks a user, or lifts that. Answered with {@link RoomReply.Stored}.
     *
     * @param until milliseconds since the epoch; {@link Sanction#FOR_EVER}, or 0 to lift it
     */
    @Wire("Impose")
    record Impose(String user, Sanction.Kind kind, long until) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.sanction(this);
        }
    }

    /**
     * Makes a direct room, whose name is the room's. Answered with {@link RoomReply.Stored}; seq 0 when it was there.
     */
    @Wire("MakeDirect")
    record MakeDirect(List<String> users) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.makeDirect(this);
        }
    }

    /** A service or an admin looks into a private room: the audit trail tells. Answered with {@link RoomReply.Done}. */
    @Wire("Visit")
    record Visit() implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.visit(this);
        }
    }

    /** A guest has become this user: role and sanctions go along. From the server alone. Answered with Stored. */
    @Wire("Adopt")
    record Adopt(String guest) implements Administration {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.adopt(this);
        }
    }
}
