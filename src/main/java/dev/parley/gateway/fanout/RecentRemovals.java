package dev.parley.gateway.fanout;

import dev.parley.access.AccessRules;
import dev.parley.messages.Principal;
import dev.parley.model.Removal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The last removals that came in one room, at most {@link #MAX}. The room's reply to somebody who enters may come
 * behind a removal that the room decided on later. On the gateway's context.
 */
final class RecentRemovals {
    static final int MAX = 16;

    /** Null until there are any, as in nearly every room. */
    private Deque<Recent> recent;

    private record Recent(long seq, Removal removal) {}

    /** One came that was not there before; removals come in the order of their {@code seq}. */
    void add(long seq, Removal removal) {
        if (recent == null) {
            recent = new ArrayDeque<>(2);
        }
        if (recent.isEmpty() || recent.getLast().seq() < seq) {
            recent.add(new Recent(seq, removal));
        }
        if (recent.size() > MAX) {
            recent.remove();
        }
    }

    /** The first that took somebody out who was let in at {@code admittedAt}. */
    Optional<Removal> of(Principal who, long admittedAt, boolean inPrivate) {
        return recent == null
                ? Optional.empty()
                : recent.stream()
                        .filter(each ->
                                each.seq() > admittedAt && AccessRules.isRemoved(who, each.removal(), inPrivate))
                        .map(Recent::removal)
                        .findFirst();
    }

    void clear() {
        recent = null;
    }
}
