package dev.parley.store;

import dev.parley.model.EventType;
import dev.parley.model.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Tells a {@link Commit} that is whole from one that no store could do, or not every store alike. Pure. */
final class CommitRules {
    private final String room;
    private final boolean hasEvent;
    private final boolean isAlone;
    private final String eventType;
    private final Set<Object> named = new HashSet<>();
    private int size;

    private CommitRules(String room, List<Commit.NewEvent> events, List<Effect> effects) {
        this.room = room;
        this.hasEvent = !events.isEmpty();
        this.isAlone = events.size() == 1
                && effects.stream().filter(effect -> !isOfRows(effect)).count() == 1;
        this.eventType = hasEvent ? events.get(0).type() : null;
        this.size = events.size();
    }

    /** Throws an {@link IllegalArgumentException} that says what is wrong. */
    static void check(String room, Commit.Cause cause, List<Commit.NewEvent> events, List<Effect> effects) {
        require(!events.isEmpty() || !effects.isEmpty(), "a commit must have an event or an effect");
        require(
                cause == null || events.isEmpty() || isOf(cause, events.get(0)),
                "the first event must have the id and the sender of its cause");
        if (!effects.isEmpty() || events.size() > 1) {
            CommitRules rules = new CommitRules(room, events, effects);
            effects.forEach(rules::add);
            require(
                    rules.size <= Commit.SIZE_MAX,
                    "a commit has at most " + Commit.SIZE_MAX + " events, effects and rows, not " + rules.size);
        }
    }

    private static boolean isOf(Commit.Cause cause, Commit.NewEvent event) {
        return event.from() != null
                && Objects.equals(cause.id(), event.id())
                && Objects.equals(cause.from(), event.from().id());
    }

    private void add(Effect effect) {
        size++;
        if (effect instanceof Effect.StartTurn start) {
            require(hasEvent, "a turn starts with an event: the commit has none");
            addTurn(start.turn());
        } else if (effect instanceof Effect.EndTurn end) {
            require(hasEvent, "a turn ends with an event: the commit has none");
            addTurn(end.end().turn());
        } else if (effect instanceof Effect.StoreProgress progress) {
            addTurn(progress.turn());
        } else if (effect instanceof Effect.SetOptions) {
            addOnce(Effect.SetOptions.class, "the options are set twice in one commit");
        } else if (effect instanceof Effect.Amendment amendment) {
            addAmendment(amendment);
        } else if (effect instanceof Effect.DeleteRoom) {
            require(isAlone && EventType.ROOM.equals(eventType), "a room is deleted alone, with an event of type room");
        } else if (effect instanceof Effect.Retain) {
            addOnce(Effect.Retain.class, "events are dropped twice in one commit");
        } else if (effect instanceof Effect.PutRows put) {
            size += put.rows().size();
            put.rows().forEach(row -> addRow(put.table(), row));
        }
    }

    private static boolean isOfRows(Effect effect) {
        return effect instanceof Effect.PutRows || effect instanceof Effect.DeleteRows;
    }

    /** It is decided by what is stored, which nothing else of its commit may change. */
    private void addAmendment(Effect.Amendment amendment) {
        require(isAlone, "an amendment is alone in its commit but for rows, with the one event that tells of it");
        require(
                amendment.eventType().equals(eventType),
                "a commit with " + amendment.getClass().getSimpleName() + " has an event of type "
                        + amendment.eventType());
    }

    private void addTurn(Turn turn) {
        require(turn.room().equals(room), "turn " + turn.id() + " is of room " + turn.room() + ", not of " + room);
        addOnce(List.of("turn", turn.id()), "turn " + turn.id() + " is named twice in one commit");
    }

    /** A row by its key; room and seq are the same for all rows of a commit. */
    private void addRow(Table table, List<Object> row) {
        List<Object> key = new ArrayList<>(table.key().size());
        key.add(table.name());
        for (int n = 0; n < row.size(); n++) {
            if (table.key().contains(table.columns().get(n))) {
                key.add(row.get(n));
            }
        }
        addOnce(key, "a row of " + table.name() + " is put twice in one commit");
    }

    private void addOnce(Object name, String otherwise) {
        require(named.add(name), otherwise);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
