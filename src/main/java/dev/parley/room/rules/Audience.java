package dev.parley.room.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The gateways that a room speaks to, and whether each has told it who is connected there. Gateways know, a room only
 * caches it: until one has answered, it gets everything that the room sends, and is asked again every second.
 *
 * <pre>
 *             CAME             ANSWERED
 *   ABSENT ─────────► UNKNOWN ─────────► TOLD
 *    │  ▲                ▲  ▲              │
 *    │  └── WENT: from any  └──── CAME ────┘
 *    │                   │
 *    │ SPOKE         CAME│
 *    └─────────► GUEST ──┘     GUEST ── SILENT ──► ABSENT
 * </pre>
 *
 * <p>A gateway is in view while its node holds a lease. One that leaves the view is forgotten with all who were connected
 * there; when it comes back it is {@code UNKNOWN}, for it heard nothing meanwhile. A {@code GUEST} spoke before this node has
 * its node in view: it is asked too, and forgotten after {@link #GUEST_ASKED_MAX} questions without an answer.
 *
 * <p>Pure; not for several threads. At most one entry for each gateway of the cluster, and none once all have answered.
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
    /** Those that are unknown, and guests: how often each was asked since it last spoke. */
    private Map<String, Integer> questions = Map.of();

    Audience(Presence presence) {
        this.presence = presence;
    }

    /** These are in view from now on, all others are not. */
    public void see(Set<String> gateways) {
        Set<String> before = inView;
        if (before.equals(gateways)) {
            return;
        }
        inView = gateways;
        before.stream().filter(gateway -> !gateways.contains(gateway)).forEach(gateway -> put(gateway, Change.WENT));
        gateways.stream().filter(gateway -> !before.contains(gateway)).forEach(gateway -> put(gateway, Change.CAME));
    }

    /** It has told who is connected there. */
    public void onReply(String gateway) {
        put(gateway, Change.REPLIED);
    }

    /** It has let somebody in. */
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

    /** Whether some have not answered. */
    public boolean hasUnknown() {
        return !questions.isEmpty();
    }

    /** Those that are to be asked now. Guests that were silent for too long are forgotten instead. */
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

    /** Who gets what the room sends, by node: gateways with members, and those of which it is not known. */
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
