package dev.parley.room.state;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object in a state or in a patch, which knows the size of its text. Merging another one into it takes time by the
 * size of that other one, whatever its own.
 */
final class StateObject implements StateNode {
    private static final StateObject EMPTY = new StateObject();

    private final Map<String, StateNode> members = new LinkedHashMap<>(2);
    private long size = 2;

    Map<String, StateNode> members() {
        return members;
    }

    @Override
    public long size() {
        return size;
    }

    /** Sets a member; one that was there before is replaced. */
    void put(String name, StateNode value) {
        StateNode before = members.put(name, value);
        size += before == null ? memberSize(name) + value.size() : value.size() - before.size();
    }

    /** How much the text grows by a member, beside its value; called once the member is there. */
    private long memberSize(String name) {
        long comma = members.size() > 1 ? 1 : 0;
        return JsonText.quotedSize(name) + 1L + comma;
    }

    /** Merges a patch into this object. */
    void merge(StateObject patch) {
        patch.members.forEach((name, value) -> {
            if (value == StateLeaf.NULL) {
                remove(name);
            } else if (value instanceof StateObject inner) {
                mergeInto(name, inner);
            } else {
                put(name, value);
            }
        });
    }

    private void mergeInto(String name, StateObject inner) {
        if (members.get(name) instanceof StateObject there) {
            long before = there.size;
            there.merge(inner);
            size += there.size - before;
        } else {
            StateObject made = new StateObject(); // never the patch's own: its nulls are no members
            made.merge(inner);
            put(name, made);
        }
    }

    private void remove(String name) {
        StateNode before = members.get(name);
        if (before != null) {
            size -= memberSize(name) + before.size();
            members.remove(name);
        }
    }

    /** Whether merging this patch would change anything. */
    boolean isChangedBy(StateObject patch) {
        for (Map.Entry<String, StateNode> each : patch.members.entrySet()) {
            StateNode before = members.get(each.getKey());
            StateNode value = each.getValue();
            boolean changes = value instanceof StateObject inner
                    ? !(before instanceof StateObject there) || there.isChangedBy(inner)
                    : value == StateLeaf.NULL ? before != null : !value.equals(before);
            if (changes) {
                return true;
            }
        }
        return false;
    }

    /** By how many bytes merging this patch would make the text longer. */
    long growth(StateObject patch) {
        long growth = 0;
        int count = members.size();
        for (Map.Entry<String, StateNode> each : patch.members.entrySet()) {
            StateNode before = members.get(each.getKey());
            StateNode value = each.getValue();
            long name = JsonText.quotedSize(each.getKey()) + 1L;
            if (value != StateLeaf.NULL) {
                growth += sizeAfter(before, value) - (before == null ? -name : before.size());
                count += before == null ? 1 : 0;
            } else if (before != null) {
                growth -= name + before.size();
                count--;
            }
        }
        return growth + commas(count) - commas(members.size());
    }

    private static long sizeAfter(StateNode before, StateNode value) {
        if (value instanceof StateObject inner) {
            StateObject there = before instanceof StateObject object ? object : EMPTY;
            return there.size + there.growth(inner);
        }
        return value.size();
    }

    private static int commas(int count) {
        return Math.max(0, count - 1);
    }

    @Override
    public void write(StringBuilder out) {
        writeMerged(out, EMPTY);
    }

    /** Appends the text as it would be with this patch merged. */
    void writeMerged(StringBuilder out, StateObject patch) {
        out.append('{');
        int start = out.length();
        members.forEach((name, value) -> {
            StateNode changed = patch.members.get(name);
            if (changed != StateLeaf.NULL) {
                writeName(name, start, out);
                write(value, changed, out);
            }
        });
        patch.members.forEach((name, value) -> {
            if (value != StateLeaf.NULL && !members.containsKey(name)) {
                writeName(name, start, out);
                write(EMPTY, value, out);
            }
        });
        out.append('}');
    }

    private static void writeName(String name, int start, StringBuilder out) {
        if (out.length() > start) {
            out.append(',');
        }
        JsonText.quote(name, out);
        out.append(':');
    }

    private static void write(StateNode before, StateNode changed, StringBuilder out) {
        if (changed instanceof StateObject inner) {
            (before instanceof StateObject there ? there : EMPTY).writeMerged(out, inner);
        } else {
            (changed == null ? before : changed).write(out);
        }
    }
}
