package dev.parley.room.state;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.Limits;
import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.store.StoredState;
import dev.parley.testing.TestConfig;
import java.util.List;

/** What the tests of this package begin with. */
final class States {
    static final Limits LIMITS = TestConfig.standard().limits();
    static final long SIZE_MAX = LIMITS.state();
    private static final Author ANN = new Author("ann", "Ann", Author.Kind.USER);

    private States() {}

    static MergePatch patch(String json) {
        return MergePatch.read(json, LIMITS);
    }

    /** One whose last change, under 1, made it so. */
    static SharedState stateOf(String json) {
        return SharedState.of(new StoredState(1, json, List.of()));
    }

    /** A patch as it is stored. */
    static Event change(long seq, String patch) {
        return new Event(
                "r", seq, 0, EventType.STATE, "id" + seq, ANN, patch(patch).body());
    }

    /** Changes a state in both phases; the base is -1 for none. Returns the state's text. */
    @CanIgnoreReturnValue
    static String change(SharedState state, String json, long base, long seq) {
        state.apply(state.prepare(patch(json), base, seq - 1, SIZE_MAX).orElseThrow(), seq);
        return state.json();
    }
}
