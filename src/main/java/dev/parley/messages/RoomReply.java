package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.Member;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.TurnSnapshot;
import java.util.List;

/** The reply of a room to a {@link RoomCommand}. */
@Wire("RoomReply")
public sealed interface RoomReply {

    /**
     * One is in.
     *
     * @param seq the last durable event; what comes after it reaches the gateway
     * @param members users present
     * @param turns answers in progress
     * @param state the shared state with every change up to {@code seq}; null unless it was wanted
     * @param first the {@code seq} from which on events are kept; 0 for all
     * @param isPrivate whether the room has members
     */
    @Wire("Entered")
    record Entered(
            long epoch,
            long seq,
            int members,
            List<TurnSnapshot> turns,
            SharedState state,
            long first,
            boolean isPrivate)
            implements RoomReply {
        /** Of an open room that keeps everything, without the state. */
        public Entered(long epoch, long seq, int members, List<TurnSnapshot> turns) {
            this(epoch, seq, members, turns, null, 0, false);
        }

        /** The same with the state as it is now. */
        public Entered with(SharedState now) {
            return new Entered(epoch, seq, members, turns, now, first, isPrivate);
        }
    }

    /**
     * Durable. {@code duplicate} when it was so before; {@code seq} is 0 when everything was already as wanted, and
     * nothing was stored.
     */
    @Wire("Stored")
    record Stored(String id, long seq, long ts, boolean duplicate) implements RoomReply {}

    /** A later message of the sender is stored already: to store this one now would break their order. */
    @Wire("Overtaken")
    record Overtaken() implements RoomReply {}

    /** Who is here; {@code count} may be larger than the list. */
    @Wire("Present")
    record Present(List<Member> members, int count) implements RoomReply {}

    /**
     * The room's shared state.
     *
     * @param seq of its last change; 0 when there was none
     * @param json an object's text
     */
    @Wire("SharedState")
    record SharedState(long seq, String json) implements RoomReply {}

    /** Done; {@code seq} is 0 when nothing was stored. */
    @Wire("Done")
    record Done(long seq) implements RoomReply {}

    /**
     * The rules of a capability have decided, and it is durable.
     *
     * @param seq of the last event; 0 when nothing was stored
     * @param duplicate when it was so before
     * @param bytes what the capability says beside
     */
    @Wire("Decided")
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Decided(long seq, long ts, boolean duplicate, byte[] bytes) implements RoomReply {}

    /**
     * The room's settings as they are now.
     *
     * @param seq of the event; 0 when nothing was changed
     * @param made whether the room was made
     */
    @Wire("Settings")
    record Settings(long seq, long ts, boolean made, RoomOptions options) implements RoomReply {}

    /** One is a member; {@code seq} is 0 when one was so before. */
    @Wire("Joined")
    record Joined(long seq, RoomRole role) implements RoomReply {}
}
