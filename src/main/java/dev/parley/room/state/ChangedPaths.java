package dev.parley.room.state;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When which member of a state was changed last: how a patch on an old base is judged.
 *
 * <p>A patch touches the members at which it ends: what it sets or removes, and an object that it makes. A member that
 * was touched was so with all its own members, which need not be remembered beside it.
 *
 * <p>All changes above the {@link #floor} are known. When the paths take more than {@link #WEIGHT_MAX} bytes, changes
 * older than the last {@link #REMEMBERED} are forgotten, and the floor rises; if that is not enough, members are
 * remembered as a change of the object that they are in, so that too much may be a conflict, never too little. Bounded;
 * one thread at a time.
 */
final class ChangedPaths {
    /** So many of the last changes are never forgotten. */
    static final int REMEMBERED = 1000;

    /** A base between two changes can be judged once the one before it is known as well. */
    private static final int KNOWN_MIN = REMEMBERED + 1;

    /** Bytes of memory, roughly. */
    static final long WEIGHT_MAX = 2 << 20;

    private static final long NODE_WEIGHT = 120;

    private final Node root = new Node();
    private long floor;
    /** How many changes above the floor there are at least. */
    private int known;

    /** Whether nothing is kept of the changes up to the floor. */
    private boolean isComplete;

    private long weight;

    /** One member. */
    private static final class Node {
        /** When it was touched itself; 0 for never. */
        private long seq;
        /** When it or anything in it was touched last. */
        private long latest;

        private Map<String, Node> members = Map.of();

        private Node member(String name) {
            if (members.isEmpty()) {
                members = new HashMap<>(2);
            }
            return members.computeIfAbsent(name, n -> new Node());
        }
    }

    /** Nothing up to {@code floor} is known, and nothing was changed after it. */
    ChangedPaths(long floor) {
        this.floor = floor;
    }

    /** The changes after this {@code seq} are known. */
    long floor() {
        return floor;
    }

    /** Bytes of memory that it takes, roughly. */
    long weight() {
        return weight;
    }

    /** How many more changes should be known: those before the floor, if there are any. */
    int missing() {
        return floor == 0 || isComplete ? 0 : Math.max(0, KNOWN_MIN - known);
    }

    /** There are no changes before the floor that could be learned. */
    void complete() {
        isComplete = true;
    }

    /** A later change than all that are known. */
    void add(StateObject patch, long seq) {
        known++;
        add(root, patch, seq);
        shrinkIfHeavy();
    }

    /**
     * The changes before the floor, the latest first.
     *
     * @param from the new floor: after it there are no others
     */
    void addEarlier(Map<Long, StateObject> changes, long from) {
        long before = floor;
        for (Map.Entry<Long, StateObject> each : changes.entrySet()) {
            floor = each.getKey() - 1;
            known++;
            add(root, each.getValue(), each.getKey());
            if (shrinkIfHeavy() && floor >= each.getKey()) {
                return; // it and what is earlier is forgotten already
            }
        }
        floor = Math.min(before, from);
    }

    private void add(Node at, StateObject patch, long seq) {
        at.latest = Math.max(at.latest, seq);
        if (at.seq >= seq) {
            return;
        }
        patch.members().forEach((name, value) -> {
            boolean isNew = !at.members.containsKey(name);
            Node member = at.member(name);
            weight += isNew ? weight(name) : 0;
            if (!endsAt(value)) {
                add(member, (StateObject) value, seq);
            } else if (member.seq < seq) {
                member.seq = seq;
                if (member.latest <= seq) {
                    forgetMembers(member);
                }
                member.latest = Math.max(member.latest, seq);
            }
        });
    }

    private static boolean endsAt(StateNode value) {
        return !(value instanceof StateObject object) || object.members().isEmpty();
    }

    /** Whether a member that the patch touches was changed after {@code base}. */
    boolean isChangedAfter(long base, StateObject patch) {
        return root.latest > base && isChangedAfter(base, root, patch);
    }

    private static boolean isChangedAfter(long base, Node at, StateObject patch) {
        if (at.seq > base) {
            return true;
        }
        for (Map.Entry<String, StateNode> each : patch.members().entrySet()) {
            Node member = at.members.get(each.getKey());
            if (member == null || member.latest <= base) {
                continue;
            }
            if (endsAt(each.getValue()) || isChangedAfter(base, member, (StateObject) each.getValue())) {
                return true;
            }
        }
        return false;
    }

    @CanIgnoreReturnValue
    private boolean shrinkIfHeavy() {
        if (weight <= WEIGHT_MAX) {
            return false;
        }
        forgetOld();
        while (weight > WEIGHT_MAX / 2) {
            collapse(root, depth(root) - 1);
        }
        return true;
    }

    private void forgetOld() {
        TreeSet<Long> seqs = new TreeSet<>();
        collect(root, seqs);
        if (seqs.size() <= REMEMBERED) {
            return;
        }
        while (seqs.size() > REMEMBERED) {
            floor = Math.max(floor, seqs.pollFirst());
        }
        known = KNOWN_MIN;
        forget(root);
    }

    private static void collect(Node at, Set<Long> seqs) {
        if (at.seq > 0) {
            seqs.add(at.seq);
        }
        at.members.values().forEach(member -> collect(member, seqs));
    }

    private void forget(Node at) {
        at.members.entrySet().removeIf(each -> {
            if (each.getValue().latest > floor) {
                forget(each.getValue());
                return false;
            }
            weight -= weight(each.getKey());
            forgetMembers(each.getValue());
            return true;
        });
    }

    private static int depth(Node at) {
        return at.members.isEmpty()
                ? 0
                : 1
                        + at.members.values().stream()
                                .mapToInt(ChangedPaths::depth)
                                .max()
                                .orElse(0);
    }

    /** What is so deep is remembered as a change of what it is in. */
    private void collapse(Node at, int depth) {
        if (depth > 0) {
            at.members.values().forEach(member -> collapse(member, depth - 1));
        } else if (!at.members.isEmpty()) {
            at.seq = at.latest;
            forgetMembers(at);
        }
    }

    private void forgetMembers(Node at) {
        at.members.forEach((name, member) -> {
            weight -= weight(name);
            forgetMembers(member);
        });
        at.members = Map.of();
    }

    private static long weight(String name) {
        return NODE_WEIGHT + 2L * name.length();
    }
}
