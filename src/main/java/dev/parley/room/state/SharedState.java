package dev.parley.room.state;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.store.StoredState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A room's shared state as it is committed, and when which member of it was changed. One thread at a time.
 */
public final class SharedState {
    /** After so many bytes of changes the whole state is stored: more is never read to load it. */
    public static final long SNAPSHOT_EVERY = 64 * 1024;

    /** {@code base} of a patch that counts on none. */
    private static final long NO_BASE = -1;

    private final StateObject root;
    private final ChangedPaths changed;
    private long seq;
    /** Bytes of the changes since the last snapshot. */
    private long unsaved;
    /** The first change since the last snapshot; 0 when there is none. */
    private long unsavedFrom;
    /** The state's text; null unless it was read since the last change. */
    private String json;

    private SharedState(StoredState stored) {
        root = StateReader.readStored(stored.snapshot());
        seq = stored.seq();
        changed = new ChangedPaths(seq);
    }

    /** As it was loaded. */
    public static SharedState of(StoredState stored) {
        SharedState state = new SharedState(stored);
        for (Event change : stored.changes()) {
            state.apply(new PreparedPatch(MergePatch.of(change), null), change.seq());
        }
        return state;
    }

    /** Of the last change; 0 when there was none. */
    public long seq() {
        return seq;
    }

    /** The state's text. */
    public String json() {
        if (json == null) {
            json = with(new StateObject());
        }
        return json;
    }

    private String with(StateObject patch) {
        StringBuilder out = new StringBuilder((int) root.size());
        root.writeMerged(out, patch);
        return out.toString();
    }

    /** How many changes before {@link #knownFrom} have to be learned before a patch on this base can be judged. */
    public int missing(long base) {
        return base == NO_BASE || base >= changed.floor() ? 0 : changed.missing();
    }

    /** The changes from this {@code seq} on are known. */
    public long knownFrom() {
        return changed.floor() + 1;
    }

    /**
     * Learns of the latest changes before {@link #knownFrom}.
     *
     * @param earlier oldest first
     * @param isAll whether none before them are kept
     * @param first the {@code seq} from which on the room keeps events
     */
    public void learn(List<Event> earlier, boolean isAll, long first) {
        LinkedHashMap<Long, StateObject> latestFirst = new LinkedHashMap<>();
        for (int i = earlier.size() - 1; i >= 0; i--) {
            latestFirst.put(earlier.get(i).seq(), MergePatch.of(earlier.get(i)).root());
        }
        changed.addEarlier(
                latestFirst, isAll ? Math.max(0, first - 1) : earlier.get(0).seq() - 1);
        if (isAll) {
            changed.complete();
        }
    }

    /**
     * The whole state when changes of it that no snapshot has lie below {@code first}, which the room is about to drop;
     * null when there are none.
     */
    public String snapshotFor(long first) {
        return unsavedFrom > 0 && unsavedFrom < first ? json() : null;
    }

    /** The whole state was stored as it is. */
    public void saved() {
        unsaved = 0;
        unsavedFrom = 0;
    }

    /**
     * Decides about a patch, and changes nothing. Throws a {@link Refusal}: {@code conflict} when something that it
     * touches was changed after {@code base}, when that is older than what is remembered or above {@code last}; {@code
     * too_large} when the state would grow over its limit.
     *
     * @param base the {@code seq} that the patch was made on; -1 when it counts on none
     * @param last the room's last {@code seq}
     * @param sizeMax of the state, in bytes
     * @return empty when the patch changes nothing
     */
    public Optional<PreparedPatch> prepare(MergePatch patch, long base, long last, long sizeMax) {
        if (base > last) {
            throw Code.CONFLICT.refuse("base " + base + " is above the room's last seq, " + last);
        }
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        checkBase(patch, base);
        if (!root.isChangedBy(patch.root())) {
            return Optional.empty();
        }
        long growth = root.growth(patch.root());
        if (growth > 0 && root.size() + growth > sizeMax) {
            throw Code.TOO_LARGE.refuse("the room's state would have " + (root.size() + growth) + " bytes, more than "
                    + sizeMax + " (limits.state)");
        }
        boolean isSnapshotDue = unsaved + patch.bodySize() > SNAPSHOT_EVERY;
        return Optional.of(new PreparedPatch(patch, isSnapshotDue ? with(patch.root()) : null));
    }

    private void checkBase(MergePatch patch, long base) {
        if (base == NO_BASE) {
            return;
        }
        if (base < changed.floor()) {
            throw Code.CONFLICT.refuse("base " + base + " is older than the changes that the room remembers");
        }
        if (changed.isChangedAfter(base, patch.root())) {
            throw Code.CONFLICT.refuse("a member that the patch touches was changed after base " + base);
        }
    }

    /** A patch was stored as the room's event {@code at}: it is in force. */
    public void apply(PreparedPatch prepared, long at) {
        MergePatch patch = prepared.patch();
        root.merge(patch.root());
        changed.add(patch.root(), at);
        if (prepared.snapshot() == null) {
            unsaved += patch.bodySize();
            unsavedFrom = unsavedFrom == 0 ? at : unsavedFrom;
        } else {
            saved();
        }
        seq = at;
        json = null;
    }
}
