package dev.parley.room.state;

import static dev.parley.room.state.States.LIMITS;
import static dev.parley.room.state.States.SIZE_MAX;
import static dev.parley.room.state.States.change;
import static dev.parley.room.state.States.patch;
import static dev.parley.room.state.States.stateOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.parley.config.Limits;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.store.StoredState;
import dev.parley.testing.TestConfig;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedStateTest {
    private static void refused(Code code, String named, Executable action) {
        Refusal refusal = assertThrows(Refusal.class, action);
        assertEquals(code, refusal.code(), refusal.text());
        assertTrue(refusal.text().contains(named), refusal.text());
    }

    /** Those of RFC 7396, appendix A, whose patch is an object. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"b\"} {\"a\":\"c\"} {\"a\":\"c\"}",
                "{\"a\":\"b\"} {\"b\":\"c\"} {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} {\"a\":null} {}",
                "{\"a\":\"b\",\"b\":\"c\"} {\"a\":null} {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} {\"a\":\"c\"} {\"a\":\"c\"}",
                "{\"a\":\"c\"} {\"a\":[\"b\"]} {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} {\"a\":{\"b\":\"d\",\"c\":null}} {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} {\"a\":[1]} {\"a\":[1]}",
                "{\"e\":null} {\"a\":1} {\"e\":null,\"a\":1}",
                "{} {\"a\":{\"bb\":{\"ccc\":null}}} {\"a\":{\"bb\":{}}}"
            })
    void aPatchIsMerged(String all) {
        String[] vector = all.split(" ", -1);
        assertEquals(vector[2], merged(vector[0], vector[1]));
    }

    /** The others of appendix A: within a member, for the state itself is always an object. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"a\",\"b\"] [\"c\",\"d\"] [\"c\",\"d\"]",
                "{\"a\":\"b\"} [\"c\"] [\"c\"]",
                "{\"a\":\"foo\"} \"bar\" \"bar\"",
                "[1,2] {\"a\":\"b\",\"c\":null} {\"a\":\"b\"}"
            })
    void aMembersValueIsMerged(String all) {
        String[] vector = all.split(" ", -1);
        assertEquals("{\"v\":" + vector[2] + "}", merged("{\"v\":" + vector[0] + "}", "{\"v\":" + vector[1] + "}"));
        assertEquals("{}", merged("{\"v\":" + vector[0] + "}", "{\"v\":null}"));
    }

    private static String merged(String before, String json) {
        SharedState state = stateOf(before);
        StateObject expected = StateReader.readStored(before);
        long size = expected.size() + expected.growth(patch(json).root());
        StringBuilder preview = new StringBuilder();
        expected.writeMerged(preview, patch(json).root());
        String after = change(state, json, -1, 2);
        assertEquals(after, preview.toString(), "a snapshot is the state with the patch");
        assertEquals(bytes(after), size, "its size was known before");
        assertEquals(after, stateOf(after).json());
        return after;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Numbers are as they were written; of a name that comes twice the last counts; names are any. */
    @Test
    void valuesKeepTheirText() {
        String numbers =
                "{\"a\":1.0,\"b\":1e400,\"c\":-0,\"d\":123456789012345678901234567890.10,\"e\":[1.50,{\"x\":null}]}";
        assertEquals(numbers, merged("{}", numbers.replace(",", " ,\n ")));
        assertEquals("{\"a\":1.0}", merged("{\"a\":1}", "{\"a\":1.0}"));
        assertEquals("{\"a\":{\"c\":2}}", merged("{}", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}"));
        String names =
                "{\"\":1,\"__proto__\":{\"constructor\":2},\"a.b/c~d\":3,\"\\\"\\\\\":4,\"ü€𝄞\":\"ü€𝄞\",\"\\u0001\":\"\\n\"}";
        assertEquals(names, merged("{}", names));
        assertEquals(
                "{\"\":1}",
                merged(
                        names,
                        "{\"__proto__\":null,\"a.b/c~d\":null,\"\\\"\\\\\":null,"
                                + "\"\\u00fc\\u20ac\\ud834\\udd1e\":null,\"\\u0001\":null}"));
        assertEquals("{\"\\ud834\":\"A\\udd1e/\"}", merged("{}", "{\"\\uD834\":\"\\u0041\\uDD1E\\/\"}"));
    }

    @Test
    void whatIsNoPatchIsRefused() {
        for (String none : List.of("", "1", "null", "[{}]", "\"{}\"", "{", "{}{}", "{\"a\":01}", "{\"a\":NaN}")) {
            refused(Code.BAD_FRAME, "the patch", () -> patch(none));
        }
        int depth = LIMITS.depth();
        assertNotNull(patch(nested(depth)));
        refused(Code.TOO_LARGE, "limits.depth", () -> patch(nested(depth + 1)));
        refused(Code.TOO_LARGE, "limits.depth", () -> patch("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
        String longest = "{\"a\":\"" + "x".repeat((int) LIMITS.statePatch() - 8) + "\"}";
        assertNotNull(patch(longest));
        refused(Code.TOO_LARGE, "limits.statePatch", () -> patch(longest.replace("a", "ab")));
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    @Test
    void theStateIsBounded() {
        SharedState state = stateOf("{\"a\":1}");
        refused(Code.TOO_LARGE, "limits.state", () -> state.prepare(patch("{\"b\":2}"), -1, 1, 12));
        assertTrue(state.prepare(patch("{\"b\":2}"), -1, 1, 13).isPresent());
        // One that was allowed to be larger may still shrink, and stay.
        assertTrue(state.prepare(patch("{\"a\":2}"), -1, 1, 2).isPresent());
        assertTrue(state.prepare(patch("{\"a\":null}"), -1, 1, 2).isPresent());
    }

    @Test
    void whatChangesNothingIsNoChange() {
        SharedState state = stateOf("{\"a\":1,\"o\":{\"b\":[1]}}");
        for (String nothing :
                List.of("{}", "{\"a\":1}", "{\"x\":null}", "{\"o\":{}}", "{\"o\":{\"b\":[ 1 ],\"c\":null}}")) {
            assertEquals(Optional.empty(), state.prepare(patch(nothing), -1, 1, SIZE_MAX), nothing);
        }
        assertTrue(state.prepare(patch("{\"x\":{\"y\":null}}"), -1, 1, SIZE_MAX).isPresent());
        assertTrue(state.prepare(patch("{\"a\":{}}"), -1, 1, SIZE_MAX).isPresent());
    }

    @Test
    void nobodySeesAPatchThatIsNotApplied() {
        SharedState state = stateOf("{\"a\":1}");
        PreparedPatch prepared = state.prepare(patch("{\"a\":2,\"b\":{\"c\":3}}"), -1, 1, SIZE_MAX)
                .orElseThrow();
        assertEquals("{\"a\":1}", state.json());
        assertEquals(1, state.seq());
        change(state, "{\"c\":1}", 1, 2);
        assertEquals("{\"a\":1,\"c\":1}", state.json());
        state.apply(prepared, 3);
        assertEquals("{\"a\":2,\"c\":1,\"b\":{\"c\":3}}", state.json());
        assertEquals(3, state.seq());
    }

    @Test
    void aPatchOnAnOldBaseIsAConflictWhereSomethingWasChanged() {
        SharedState state = SharedState.of(StoredState.NONE);
        change(state, "{\"a\":{\"b\":1,\"c\":1},\"list\":[{\"x\":1}]}", 0, 5);
        change(state, "{\"a\":{\"b\":2}}", 5, 7);
        for (String touching : List.of("{\"a\":{\"b\":3}}", "{\"a\":3}", "{\"a\":null}", "{\"a\":{\"b\":{\"d\":1}}}")) {
            refused(Code.CONFLICT, "base 6", () -> state.prepare(patch(touching), 6, 9, SIZE_MAX));
            assertTrue(state.prepare(patch(touching), 7, 9, SIZE_MAX).isPresent());
            assertTrue(state.prepare(patch(touching), 9, 9, SIZE_MAX).isPresent(), "above the last change");
            assertTrue(state.prepare(patch(touching), -1, 9, SIZE_MAX).isPresent());
        }
        for (String beside : List.of("{\"a\":{\"c\":3}}", "{\"b\":3}", "{\"a\":{\"bb\":3}}", "{\"list\":[]}")) {
            assertTrue(state.prepare(patch(beside), 6, 9, SIZE_MAX).isPresent(), beside);
        }
        refused(Code.CONFLICT, "base 4", () -> state.prepare(patch("{\"list\":[]}"), 4, 9, SIZE_MAX));
        refused(Code.CONFLICT, "above", () -> state.prepare(patch("{\"z\":1}"), 10, 9, SIZE_MAX));
        change(state, "{\"a\":null}", -1, 10);
        refused(Code.CONFLICT, "base 9", () -> state.prepare(patch("{\"a\":{\"c\":3}}"), 9, 10, SIZE_MAX));
    }

    /** What is older than the snapshot is learned when it is asked for, up to the last thousand changes. */
    @Test
    void changesFromBeforeTheSnapshotAreLearned() {
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= 2 * ChangedPaths.REMEMBERED; i++) {
            events.add(States.change(10L * i, "{\"m" + i % 7 + "\":{\"n" + i + "\":" + i + "}}"));
        }
        int last = events.size();
        SharedState state =
                SharedState.of(new StoredState(10L * last - 50, "{\"a\":1}", events.subList(last - 5, last)));
        long base = 10L * (last - ChangedPaths.REMEMBERED) + 3;
        assertEquals(0, state.missing(-1));
        assertEquals(0, state.missing(10L * last - 50));
        int read = 0;
        while (state.missing(base) > 0) {
            int page = Math.min(30, state.missing(base));
            int before = (int) ((state.knownFrom() + 9) / 10) - 1;
            state.learn(events.subList(before - page, before), false, 0);
            read += page;
        }
        assertEquals(ChangedPaths.REMEMBERED + 1 - 5, read);
        int changed = last - ChangedPaths.REMEMBERED + 1;
        String touching = "{\"m" + changed % 7 + "\":{\"n" + changed + "\":0}}";
        String beside = "{\"m" + changed % 7 + "\":{\"n" + (changed - 1) + "\":0}}";
        refused(Code.CONFLICT, "after base", () -> state.prepare(patch(touching), base, 10L * last, SIZE_MAX));
        assertTrue(
                state.prepare(patch(touching), base + 7, 10L * last, SIZE_MAX).isPresent());
        assertTrue(state.prepare(patch(beside), base, 10L * last, SIZE_MAX).isPresent());
        refused(Code.CONFLICT, "older", () -> state.prepare(patch(beside), base - 10, 10L * last, SIZE_MAX));
        assertEquals(0, state.missing(base - 10), "more is not remembered");
    }

    @Test
    void allChangesAreKnownOnceThereAreNoEarlierOnes() {
        SharedState state = SharedState.of(new StoredState(9, "{\"a\":2}", List.of()));
        assertTrue(state.missing(0) > 0);
        state.learn(List.of(States.change(4, "{\"a\":1}"), States.change(9, "{\"a\":2}")), true, 0);
        assertEquals(0, state.missing(0));
        assertTrue(state.prepare(patch("{\"b\":1}"), 0, 9, SIZE_MAX).isPresent());
        refused(Code.CONFLICT, "base 8", () -> state.prepare(patch("{\"a\":1}"), 8, 9, SIZE_MAX));
    }

    /** What was changed before cannot be known, so a patch on such a base may undo it. */
    @Test
    void aBaseBelowWhatTheRoomKeepsIsAConflict() {
        SharedState state = SharedState.of(new StoredState(9, "{\"a\":2}", List.of()));
        state.learn(List.of(change(7, "{\"a\":2}")), true, 6);
        assertEquals(0, state.missing(1), "nothing more can be learned");
        assertTrue(state.prepare(patch("{\"b\":1}"), 5, 9, SIZE_MAX).isPresent());
        refused(Code.CONFLICT, "base 5", () -> state.prepare(patch("{\"a\":1}"), 5, 9, SIZE_MAX));
        refused(Code.CONFLICT, "older", () -> state.prepare(patch("{\"b\":1}"), 4, 9, SIZE_MAX));
    }

    @Test
    void whatTheRoomDropsHasToBeInASnapshot() {
        SharedState state = SharedState.of(new StoredState(3, "{\"a\":1}", List.of(change(5, "{\"b\":2}"))));
        assertNull(state.snapshotFor(5), "the change is kept");
        assertEquals("{\"a\":1,\"b\":2}", state.snapshotFor(6));
        state.saved();
        assertNull(state.snapshotFor(6), "it is stored");
        state.apply(state.prepare(patch("{\"c\":3}"), -1, 9, SIZE_MAX).orElseThrow(), 10);
        assertNull(state.snapshotFor(10));
        assertEquals("{\"a\":1,\"b\":2,\"c\":3}", state.snapshotFor(11));
    }

    /** So much is never read to load a state; a patch carries the snapshot that it makes necessary. */
    @Test
    void aSnapshotIsDueAfterSomeBytesOfChanges() {
        SharedState state = SharedState.of(StoredState.NONE);
        long sinceSnapshot = 0;
        int snapshots = 0;
        for (int i = 1; i <= 300; i++) {
            MergePatch patch = patch("{\"m" + i % 10 + "\":\"" + "x".repeat(900 + i) + "\"}");
            PreparedPatch prepared = state.prepare(patch, -1, i, SIZE_MAX).orElseThrow();
            state.apply(prepared, i);
            sinceSnapshot += bytes(patch.body());
            if (prepared.snapshot() == null) {
                assertTrue(sinceSnapshot <= SharedState.SNAPSHOT_EVERY);
            } else {
                assertTrue(sinceSnapshot > SharedState.SNAPSHOT_EVERY);
                assertEquals(state.json(), prepared.snapshot());
                sinceSnapshot = 0;
                snapshots++;
            }
        }
        assertEquals(5, snapshots, 1.0);
        SharedState loaded = stateOf(state.json());
        assertNull(loaded.prepare(patch("{\"z\":1}"), -1, 1, SIZE_MAX)
                .orElseThrow()
                .snapshot());
    }

    /** A patch costs its own size: what it allocates does not depend on how large the state is. */
    @Test
    void aPatchOfALargeStateCostsAsMuchAsOneOfASmallState() {
        StringBuilder large = new StringBuilder("{\"o\":{\"m0\":0");
        for (int i = 1; large.length() < 200 * 1024; i++) {
            large.append(",\"m").append(i).append("\":\"some value\"");
        }
        large.append("}}");
        long ofSmall = allocatedBy(stateOf("{\"o\":{\"m0\":0}}"));
        long ofLarge = allocatedBy(stateOf(large.toString()));
        assertTrue(ofLarge < 1.5 * ofSmall + 2000, ofLarge + " bytes instead of " + ofSmall);
    }

    /** The least of some that change the same 1 KB. */
    private static long allocatedBy(SharedState state) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 2; i < 50; i++) {
            String json = "{\"o\":{\"m0\":\"" + "x".repeat(1000) + i + "\"}}";
            long before = threads.getCurrentThreadAllocatedBytes();
            state.apply(state.prepare(patch(json), i - 1, i, SIZE_MAX).orElseThrow(), i);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void aResendHasTheSameDigestHoweverItIsWritten() {
        assertEquals(
                patch("{\"a\":\"A\"}").digest(), patch(" {\"a\" : \"\\u0041\"}").digest());
        assertTrue(!patch("{\"a\":1}").digest().equals(patch("{\"a\":1.0}").digest()));
    }

    @Test
    void aLowerLimitDoesNotKeepAStoredStateFromLoading() {
        Limits low = TestConfig.changed(LIMITS, "statePatch", 2L, "depth", 1, "state", 2L);
        assertThrows(Refusal.class, () -> MergePatch.read("{\"a\":{}}", low));
        assertEquals(
                "{\"a\":{\"b\":1}}",
                SharedState.of(new StoredState(0, "{}", List.of(States.change(3, "{\"a\":{\"b\":1}}"))))
                        .json());
    }
}
