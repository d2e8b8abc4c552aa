package dev.parley.gateway.fanout;

import dev.parley.messages.Principal;
import dev.parley.model.Removal;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What one gateway knows of who was taken out of one room: the last removals, whether the room has members, and how far
 * it was when its frames were held back, because nobody knew who had been taken out. On the gateway's context.
 */
final class RoomRemovals {
    private final BooleanSupplier areKnown;
    private final RecentRemovals recent = new RecentRemovals();
    /** As far as it is known: a room that is open now may be held for private until somebody enters. */
    private boolean isPrivate;
    /** Where the room was when its frames were last held back; 0 when they are not. */
    private long heldBackTo;

    /** {@code areKnown}: whether the store was asked lately who was taken out of rooms. */
    RoomRemovals(BooleanSupplier areKnown) {
        this.areKnown = areKnown;
    }

    /** Whether the room has members. */
    boolean isPrivate() {
        return isPrivate;
    }

    /** The room has let somebody in, and says whether it has members. */
    void onEntered(boolean hasMembers) {
        isPrivate = hasMembers;
    }

    /** One came that was not here before. */
    void add(long seq, Removal removal) {
        isPrivate |= removal.others() && !removal.gone();
        recent.add(seq, removal);
    }

    /** The first that took somebody out who was let in at {@code admittedAt}. */
    Optional<Removal> of(Principal who, long admittedAt) {
        return recent.of(who, admittedAt, isPrivate);
    }

    /** Whether frames of the room, which is at {@code seq}, must not be passed on now. */
    boolean holdBack(long seq) {
        boolean isHeld = isPrivate && !areKnown.getAsBoolean();
        heldBackTo = isHeld ? Math.max(heldBackTo, seq) : heldBackTo;
        return isHeld;
    }

    /** It is known again who was taken out: where the room was when frames were held back, 0 if none were. */
    long takeHeldBack() {
        long to = heldBackTo;
        heldBackTo = 0;
        return to;
    }

    /** The store went back: what came is no part of the room any more. */
    void clear() {
        recent.clear();
        heldBackTo = 0;
    }
}
