package dev.parley.room.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The gateways that a room sends to, and whether each has replied to the question who is connected there.
 *
 * <p>Gateways know who is connected, a room only caches it: until a gateway has replied, it gets everything that the
 * room sends, and is asked again every second.
 *
 * <pre>
 *             CAME             REPLIED
 *   ABSENT ─────────► UNKNOWN ─────────► KNOWN
 *    │  ▲                ▲  ▲              │
 *    │  └── WENT: from any  └──── CAME ────┘
 *    │                   │
 *    │ ENTERED       CAME│
 *    └─────────► GUEST ──┘     GUEST ── SILENT ──► ABSENT
 * </pre>
 *
 * <p>A gateway is in view while its node holds a lease. One that leaves the view is forgotten with all who were
 * connected there; when it comes back it is {@code UNKNOWN}, for it missed what was sent meanwhile. A {@code GUEST} let
 * somebody in before this node has its node in view: it is asked too, and forgotten after {@link #GUEST_ASKED_MAX}
 * questions without a reply.
 *
 * <p>Pure; one thread at a time. At most one entry for each gateway of the cluster, and none once all have replied.
 */
public final class Audience {
    static final int GUEST_ASKED_MAX = 5;

    enum Change {
        CAME,
        WENT,
        REPLIED,
        ENTERED,
        SILENT
    }

    public enum Standing {
        ABSENT,
        UNKNOWN,
        KNOWN,
        GUEST;

        Standing on(Change change) {
            return switch (change) {
                case CAME -> UNKNOWN;
                case WENT -> ABSENT;
                case REPLIED -> this == UNKNOWN || this == KNOWN ? KNOWN : GUEST;
                case ENTERED -> this == ABSENT ? GUEST : this;
                case SILENT -> this == GUEST ? ABSENT : this;
            };
        }
    }

    private final Presence presence;
    /** Every gateway in view; one set for all rooms of the node. */
    private Set<String> inView = Set.of();
    /** The unknown ones and the guests, with how often each was asked since its last sign of life. */
    private Map<String, Integer> questions = Map.of();

    Audience(Presence presence) {
        this.presence = presence;
    }

    /** These gateways are in view from now on, all others are not. */
    public void see(Set<String> gateways) {
        Set<String> before = inView;
        if (before.equals(gateways)) {
            return;
        }
        inView = gateways;
        before.stream().filter(gateway -> !gateways.contains(gateway)).forEach(gateway -> put(gateway, Change.WENT));
        gateways.stream().filter(gateway -> !before.contains(gateway)).forEach(gateway -> put(gateway, Change.CAME));
    }

    /** A gateway has replied who is connected there. */
    public void onReply(String gateway) {
        put(gateway, Change.REPLIED);
    }

    /** A gateway has let somebody in. */
    public void onEnter(String gateway) {
        put(gateway, Change.ENTERED);
    }

    public Standing standing(String gateway) {
        boolean isAsked = questions.containsKey(gateway);
        if (inView.contains(gateway)) {
            return isAsked ? Standing.UNKNOWN : Standing.KNOWN;
        }
        return isAsked ? Standing.GUEST : Standing.ABSENT;
    }

    /** Whether some have not replied. */
    public boolean hasUnknown() {
        return !questions.isEmpty();
    }

    /** The gateways that are to be asked now. Guests that were silent for too long are forgotten instead. */
    public List<String> ask() {
        questions.entrySet().stream()
                .filter(each -> each.getValue() >= GUEST_ASKED_MAX && !inView.contains(each.getKey()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(guest -> put(guest, Change.SILENT));
        if (hasUnknown()) {
            questions.replaceAll((gateway, times) -> times + 1);
        }
        return List.copyOf(questions.keySet());
    }

    /** The gateways that get what the room sends, by node: those with members, and those that have not replied. */
    public Map<String, List<String>> gatewaysByNode() {
        return questions.isEmpty() ? presence.gatewaysByNode() : Presence.byNode(everybody());
    }

    private Stream<String> everybody() {
        Set<String> all = new TreeSet<>(questions.keySet());
        presence.gatewaysByNode().values().forEach(all::addAll);
        return all.stream();
    }

    private void put(String gateway, Change change) {
        switch (standing(gateway).on(change)) {
            case UNKNOWN, GUEST -> {
                if (questions.isEmpty()) {
                    questions = new HashMap<>();
                }
                questions.put(gateway, 0);
            }
            case KNOWN -> unask(gateway);
            case ABSENT -> {
                unask(gateway);
                presence.forget(gateway);
            }
        }
    }

    private void unask(String gateway) {
        if (!questions.isEmpty()) {
            questions.remove(gateway);
            if (questions.isEmpty()) {
                questions = Map.of(); // most rooms have none, for most of their time
            }
        }
    }
}
