package dev.parley.gateway.fanout;

import dev.parley.store.Position;

/**
 * How far one gateway has come in a room's log, and which owner of the room it goes by. It decides what a position that
 * the room or the store shows means. Pure; on the gateway's context.
 *
 * <p>The owner with the highest epoch counts. The store never goes back behind what was committed: a later owner that
 * begins before an earlier one's last {@code seq} shows that the store was put back to an earlier state.
 */
final class RoomPosition {
    /** Nothing was received yet: the first position that is shown becomes this one. */
    static final long UNKNOWN = -1;

    /** What a position means that an owner of the room shows. */
    enum Verdict {
        /** It is of the known owner, or of a later one that goes on from where the known one was. */
        CURRENT,
        /** It is of an owner that lost the room and may not know it yet, unless the store went back. */
        OUTDATED,
        /** It is of a later owner that begins before an earlier one's last event: the store went back. */
        WENT_BACK
    }

    private long epoch;
    private long seq = UNKNOWN;
    /** The highest that an owner showed; the store may have shown more, of an owner that sent nothing here yet. */
    private long ownerSeq;
    /** Rises when the room starts over: what was requested before is void. */
    private int generation;

    long epoch() {
        return epoch;
    }

    /** The last event that came, or {@link #UNKNOWN}. */
    long seq() {
        return seq;
    }

    int generation() {
        return generation;
    }

    Verdict judge(long ownerEpoch, long position) {
        if (ownerEpoch < epoch) {
            return Verdict.OUTDATED;
        }
        return ownerEpoch > epoch && position < ownerSeq ? Verdict.WENT_BACK : Verdict.CURRENT;
    }

    /** Goes by this owner from now on. */
    void follow(long ownerEpoch) {
        epoch = ownerEpoch;
    }

    /** Whether this event is the next one, which it then is; the first of all is. */
    boolean advance(long eventSeq) {
        if (seq != UNKNOWN && eventSeq != seq + 1) {
            return false;
        }
        seq = eventSeq;
        return true;
    }

    /** The owner shows where the room is; a later owner begins there or further on. */
    void ownerIsAt(long position) {
        ownerSeq = Math.max(ownerSeq, position);
    }

    /** The room is known to be at {@code position}. Returns whether events are missing up to there. */
    boolean isBehind(long position) {
        if (seq == UNKNOWN) {
            seq = position;
        }
        return position > seq;
    }

    /** Events up to here came from the store. */
    void readUpTo(long eventSeq) {
        seq = eventSeq;
    }

    /** Begins anew from what the store shows now. */
    void startOver(Position found) {
        generation++;
        epoch = found.epoch();
        seq = UNKNOWN;
        ownerSeq = 0;
    }
}
