package dev.parley.store;

import static dev.parley.store.Appends.ANN;
import static dev.parley.store.Appends.end;
import static dev.parley.store.Appends.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.EventType;
import dev.parley.model.RoomOptions;
import dev.parley.model.TurnProgress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit that is not whole is refused where it is made, with what is wrong. */
class CommitTest {
    private static final Table NOTES = StoreModel.NOTES;
    private static final Commit.NewEvent EVENT = new Commit.NewEvent(EventType.MESSAGE, "e", ANN, "{}");
    private static final Effect START = new Effect.StartTurn(turn("r", "t"));
    private static final Effect OPTIONS = new Effect.SetOptions(RoomOptions.NONE);

    @Test
    void aTurnNeedsAnEventAndIsNamedOnce() {
        assertEquals("a turn starts with an event: the commit has none", fault(null, List.of(), START));
        assertEquals(
                "a turn ends with an event: the commit has none",
                fault(null, List.of(), new Effect.EndTurn(end(turn("r", "t")))));
        Effect progress = new Effect.StoreProgress(turn("r", "t"), 1, TurnProgress.NONE);
        assertEquals("turn t is named twice in one commit", fault(null, List.of(EVENT), START, START));
        assertEquals("turn t is named twice in one commit", fault(null, List.of(EVENT), START, progress));
        assertEquals(
                "turn t is of room s, not of r", fault(null, List.of(EVENT), new Effect.StartTurn(turn("s", "t"))));
        assertEquals("the options are set twice in one commit", fault(null, List.of(), OPTIONS, OPTIONS));
    }

    @Test
    void itHasSomethingInItButNotTooMuch() {
        assertEquals("a commit must have an event or an effect", fault(null, List.of()));
        String much = "a commit has at most 1000 events, effects and rows, not ";
        assertEquals(much + 1001, fault(null, Collections.nCopies(1001, EVENT)));
        List<List<Object>> rows = java.util.stream.IntStream.range(0, 1000)
                .<List<Object>>mapToObj(n -> Arrays.asList("n" + n, null, null))
                .toList();
        assertEquals(much + 1001, fault(null, List.of(), new Effect.PutRows(NOTES, rows)));
    }

    @Test
    void itsFirstEventIsItsSenders() {
        String fault = "the first event must have the id and the sender of its cause";
        assertEquals(fault, fault(new Commit.Cause("ann", "another", "d"), List.of(EVENT)));
        assertEquals(fault, fault(new Commit.Cause("ben", "e", "d"), List.of(EVENT)));
        assertTrue(commit(new Commit.Cause("ann", "e", "d"), List.of(EVENT)).isPlain());
        assertFalse(commit(null, List.of(EVENT, EVENT)).isPlain());
        assertFalse(commit(null, List.of(EVENT), OPTIONS).isPlain());
        assertEquals(
                List.of(turn("r", "t")),
                commit(null, List.of(EVENT), OPTIONS, START).started());
    }

    @Test
    void anAmendmentIsAloneWithTheEventThatTellsOfIt() {
        String alone = "an amendment is alone in its commit but for rows, with the one event that tells of it";
        Effect react = new Effect.React(1, "ann", "👍", true);
        Commit.NewEvent told = new Commit.NewEvent(EventType.REACTION, "e", ANN, "{}");
        assertEquals(List.of(react), commit(null, List.of(told), react).effects());
        assertEquals(alone, fault(null, List.of(), react));
        assertEquals(alone, fault(null, List.of(told, told), react));
        assertEquals(alone, fault(null, List.of(told), OPTIONS, react));
        assertEquals("a commit with React has an event of type reaction", fault(null, List.of(EVENT), react));
        for (Effect other : List.of(
                new Effect.EditMessage(1, "ann", "t"),
                new Effect.DeleteMessage(1, "ann", false),
                new Effect.PatchState(null))) {
            String type = ((Effect.Amendment) other).eventType();
            assertEquals(
                    "a commit with " + other.getClass().getSimpleName() + " has an event of type " + type,
                    fault(null, List.of(told), other));
        }
    }

    @Test
    void rowsMayStandBesideAnAmendment() {
        Effect react = new Effect.React(1, "ann", "👍", true);
        Effect rows = new Effect.DeleteRows(RosterTables.AUDIT, List.of(), List.of());
        Commit.NewEvent told = new Commit.NewEvent(EventType.REACTION, "e", ANN, "{}");
        assertEquals(
                List.of(react, rows), commit(null, List.of(told), react, rows).effects());
    }

    @Test
    void aRoomIsDeletedByOneEventAndNothingElseButRows() {
        String alone = "a room is deleted alone, with an event of type room";
        Effect delete = new Effect.DeleteRoom();
        Commit.NewEvent told = new Commit.NewEvent(EventType.ROOM, "e", ANN, "{}");
        assertEquals(List.of(delete), commit(null, List.of(told), delete).effects());
        assertEquals(alone, fault(null, List.of(), delete));
        assertEquals(alone, fault(null, List.of(EVENT), delete));
        assertEquals(alone, fault(null, List.of(told), delete, OPTIONS));
    }

    @Test
    void rowsFitTheirTable() {
        assertEquals("a row of notes has 2 values for 3 columns: [name, text, size]", faultOf(List.of("a", "b")));
        assertEquals(
                "a value of notes must be a text, a whole number or null, not a Double",
                faultOf(List.of("a", "b", 1.5)));
        assertEquals("a text of notes has a NUL character, which no store takes", faultOf(List.of("a", "\0", 1)));
        assertEquals(
                "a row of notes is put twice in one commit",
                fault(null, List.of(), put(List.of("a", "b", 1)), put(List.of("a", "c", 2L))));
        assertEquals(
                "notes has columns [name, text, size], not [other]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Effect.DeleteRows(NOTES, List.of("other"), List.of(1)))
                        .getMessage());
        assertEquals(List.of(List.of("a", "b", 1L)), ((Effect.PutRows) put(List.of("a", "b", 1))).rows());
    }

    @Test
    void aTableHasAKeyThatBeginsWithRoom() {
        assertThrows(IllegalArgumentException.class, () -> new Table("t", List.of("a"), List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> new Table("t", List.of("room", "b"), List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> new Table("t", List.of("room"), List.of("seq")));
        assertThrows(IllegalArgumentException.class, () -> new Table("t", List.of("room"), List.of("a", "a")));
        assertThrows(IllegalArgumentException.class, () -> new Table("t; drop", List.of("room"), List.of("a")));
    }

    private static Effect put(List<Object> row) {
        return new Effect.PutRows(NOTES, List.of(row));
    }

    private static String faultOf(List<Object> row) {
        return assertThrows(IllegalArgumentException.class, () -> put(row)).getMessage();
    }

    private static Commit commit(Commit.Cause cause, List<Commit.NewEvent> events, Effect... effects) {
        return new Commit("r", 1, 1, cause, events, List.of(effects));
    }

    private static String fault(Commit.Cause cause, List<Commit.NewEvent> events, Effect... effects) {
        return assertThrows(IllegalArgumentException.class, () -> commit(cause, events, effects))
                .getMessage();
    }
}
