package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.Event;
import dev.parley.model.Removal;
import java.util.List;

/** What a room tells gateways, at their own address or on {@link Addresses#GATEWAYS}. */
@Wire("GatewayEvent")
public sealed interface GatewayEvent {

    /**
     * Frames for everyone in a room, in order.
     *
     * @param seq the room's last, also when no frame carries it
     * @param sentMicros wall clock, for the metrics alone
     */
    @Wire("Broadcast")
    record Broadcast(String room, long epoch, long seq, long sentMicros, List<Frame> frames) implements GatewayEvent {}

    /**
     * A room woke up on this node: every gateway answers with {@link RoomCommand.Present}.
     *
     * @param seq the room's last when it woke up
     */
    @Wire("RollCall")
    record RollCall(String room, String node, long epoch, long seq) implements GatewayEvent {}

    /** A room left memory; {@code users} were present then. */
    @Wire("Asleep")
    record Asleep(String room, long epoch, int users) implements GatewayEvent {}

    /** The store was put back to an earlier state: what came after {@code seq} is not in this room any more. */
    @Wire("WentBack")
    record WentBack(String room, long epoch, long seq) implements GatewayEvent {}

    /** A session was ended: its sockets close. */
    @Wire("SessionEnded")
    record SessionEnded(String session) implements GatewayEvent {}

    /**
     * One server frame, encoded once.
     *
     * @param seq its place in the log; 0 for what is not durable
     * @param except the user who does not get it; null for nobody
     * @param json the frame as UTF-8
     * @param only the users who get it; null for all
     * @param removal whom it takes out of the room, after they got it; null for nobody
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a socket; nobody compares them
    record Frame(long seq, String except, byte[] json, List<String> only, Removal removal) {
        public Frame {
            only = only == null || only.isEmpty() ? null : only; // an older node sends none, which is for all
        }

        /** One for all but {@code except}. */
        public Frame(long seq, String except, byte[] json) {
            this(seq, except, json, null, null);
        }

        /** A passing one for these users alone. */
        public static Frame only(List<String> users, byte[] json) {
            return new Frame(0, null, json, users, null);
        }

        /** One for all of an event that may take somebody out of the room. */
        public static Frame of(Event event, byte[] json) {
            return new Frame(event.seq(), null, json, null, Removal.of(event));
        }
    }
}
