package dev.parley.fault.checker;

/**
 * A broken guarantee, for people to read.
 *
 * @param client whose history shows it; empty when the log alone does
 * @param seq 0 when it is about no place in the log
 */
public record Violation(Kind kind, String client, String room, long seq, String detail) {
    /** What can be broken. */
    public enum Kind {
        /** The log lacks a seq. */
        HOLE_IN_LOG,
        /** The log holds a sender's id twice. */
        STORED_TWICE,
        /** Two nodes show different logs. */
        NODES_DIFFER,
        /** Stored under a user's name, and never sent by that user. */
        INVENTED,
        /** Acknowledged, and something else or nothing is stored there. */
        ACK_LOST,
        /** Acknowledged at two places. */
        ACKED_TWICE,
        /** Refused for good, and stored. */
        REFUSED_BUT_STORED,
        /** Seen, and not stored like that: guarantee 2. */
        SEEN_BUT_NOT_STORED,
        /** An event was left out. */
        DELIVERY_HOLE,
        /** An event came again within one init. */
        DELIVERY_REPEATED,
        /** An event came before ready. */
        BEFORE_READY,
        /** An event came between resync and init. */
        AFTER_RESYNC,
        /** The replay starts elsewhere than was asked for. */
        WRONG_SINCE,
        /** A client does not know the whole log in the end. */
        NOT_AT_END,
        /** A message was neither acknowledged nor refused in the end. */
        UNANSWERED,
        /** One connection's messages are stored in another order. */
        OUT_OF_ORDER,
        /** An assistant was called, and the answer never ended. */
        TURN_WITHOUT_END,
        /** A turn ended twice. */
        TURN_ENDED_TWICE,
        /** The chunks are not the beginning of the answer. */
        CHUNKS_DIFFER,
        /** Two nodes wrote in one epoch. */
        TWO_WRITERS
    }

    @Override
    public String toString() {
        return kind + " in " + room + (seq > 0 ? " at " + seq : "") + (client.isEmpty() ? "" : " by " + client) + ": "
                + detail;
    }
}
