package dev.parley.store;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What a store must answer for one room, and hold of it, in a few lines of plain memory. */
final class StoreModel {
    /** A capability's table, as {@link #CREATE_NOTES} makes it. */
    static final Table NOTES = new Table("notes", List.of("room", "name"), List.of("name", "text", "size"));

    static final String CREATE_NOTES =
            """
            CREATE TABLE notes (room text NOT NULL, seq bigint NOT NULL, name text NOT NULL, text text, size bigint,
              PRIMARY KEY (room, name))""";

    private final String name;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Committed.Duplicate> byKey = new HashMap<>();
    private final Map<String, String> digestByKey = new HashMap<>();
    private final Map<String, StoredTurn> turns = new HashMap<>();
    private final Map<Object, List<Object>> notes = new TreeMap<>();
    private long epoch;
    private String owner;
    private RoomOptions options = RoomOptions.NONE;

    /** All that can be seen of a room. */
    record State(
            Position position,
            Optional<String> owner,
            RoomOptions options,
            List<Event> events,
            List<StoredTurn> turns,
            String notes) {}

    StoreModel(String name) {
        this.name = name;
    }

    StoreModel copy() {
        StoreModel copy = new StoreModel(name);
        copy.events.addAll(events);
        copy.byKey.putAll(byKey);
        copy.digestByKey.putAll(digestByKey);
        copy.turns.putAll(turns);
        copy.notes.putAll(notes);
        copy.epoch = epoch;
        copy.owner = owner;
        copy.options = options;
        return copy;
    }

    long epoch() {
        return epoch;
    }

    List<Turn> running() {
        return open().stream().map(OpenTurn::turn).toList();
    }

    State state() {
        return new State(
                new Position(epoch, events.size()),
                Optional.ofNullable(owner),
                options,
                List.copyOf(events),
                turns.values().stream()
                        .sorted(StoreModel.byPrompt(StoredTurn::turn).reversed())
                        .toList(),
                String.join(";", notes.values().stream().map(StoreModel::shown).toList()));
    }

    /** As {@code StoreLaw} reads a note from the store. */
    private static String shown(List<Object> note) {
        return note.get(0) + "," + note.get(1) + "," + Objects.requireNonNullElse(note.get(2), "-") + ","
                + Objects.requireNonNullElse(note.get(3), "-");
    }

    private static <T> Comparator<T> byPrompt(java.util.function.Function<T, Turn> turn) {
        return Comparator.<T>comparingLong(each -> turn.apply(each).promptSeq())
                .thenComparing(each -> turn.apply(each).id());
    }

    Claim claim(String newOwner) {
        epoch++;
        turns.replaceAll((id, stored) -> stored.ended().isPresent()
                ? stored
                : new StoredTurn(stored.turn().nextAttempt(), stored.startedAt(), stored.progress(), Optional.empty()));
        boolean takenOver = owner != null && !owner.equals(newOwner);
        owner = newOwner;
        return new Claim(epoch, events.size(), open(), takenOver, options);
    }

    private List<OpenTurn> open() {
        return turns.values().stream()
                .filter(stored -> stored.ended().isEmpty())
                .map(stored -> new OpenTurn(stored.turn(), stored.progress()))
                .sorted(byPrompt(OpenTurn::turn))
                .toList();
    }

    /** The outcome; {@link Code#INTERNAL} when no store can do it. */
    Object commit(Commit commit) {
        if (epoch != commit.epoch() || epoch == 0) {
            return new Committed.Fenced(epoch);
        }
        String key = commit.cause() == null
                ? null
                : commit.cause().from() + "/" + commit.cause().id();
        if (byKey.containsKey(key)) {
            Committed.Duplicate first = byKey.get(key);
            boolean same = digestByKey.get(key).equals(commit.cause().digest());
            return new Committed.Duplicate(first.seq(), first.ts(), same);
        }
        if (!commit.effects().stream().allMatch(this::isPossible)) {
            return new Committed.Refused(Code.NOT_FOUND);
        }
        if (commit.started().stream().anyMatch(turn -> turns.containsKey(turn.id()))) {
            return Code.INTERNAL;
        }
        long before = events.size();
        commit.events().forEach(event -> events.add(event.at(name, events.size() + 1L, commit.ts())));
        long place = Math.min(before + 1, events.size());
        if (key != null && !commit.events().isEmpty()) {
            byKey.put(key, new Committed.Duplicate(place, commit.ts(), true));
            digestByKey.put(key, commit.cause().digest());
        }
        commit.effects().forEach(effect -> write(effect, place, commit.ts()));
        return new Committed.Stored(before + 1, events.size());
    }

    private boolean isPossible(Effect effect) {
        if (effect instanceof Effect.EndTurn end) {
            return isRunning(end.end().turn());
        }
        return !(effect instanceof Effect.StoreProgress progress) || isRunning(progress.turn());
    }

    private boolean isRunning(Turn turn) {
        StoredTurn stored = turns.get(turn.id());
        return stored != null && stored.ended().isEmpty() && stored.turn().attempt() == turn.attempt();
    }

    private void write(Effect effect, long place, long ts) {
        if (effect instanceof Effect.StartTurn start) {
            Turn turn = start.turn().at(place);
            turns.put(turn.id(), new StoredTurn(turn, ts, dev.parley.model.TurnProgress.NONE, Optional.empty()));
        } else if (effect instanceof Effect.EndTurn end) {
            TurnEnd how = end.end();
            turns.computeIfPresent(
                    how.turn().id(),
                    (id, stored) -> new StoredTurn(
                            stored.turn(),
                            stored.startedAt(),
                            how.progress(),
                            Optional.of(new StoredTurn.Ended(place, ts, how.reason(), how.usage()))));
        } else if (effect instanceof Effect.StoreProgress progress) {
            turns.computeIfPresent(progress.turn().id(), (id, stored) -> {
                Turn was = stored.turn();
                Turn now =
                        new Turn(name, id, was.assistant(), progress.next(), was.promptSeq(), was.asker(), was.depth());
                return new StoredTurn(now, stored.startedAt(), progress.progress(), Optional.empty());
            });
        } else if (effect instanceof Effect.SetOptions set) {
            options = set.options();
        } else if (effect instanceof Effect.PutRows put) {
            put.rows().forEach(row -> {
                List<Object> note = new ArrayList<>(List.of(place));
                note.addAll(row);
                notes.put(row.get(0), note);
            });
        } else if (effect instanceof Effect.DeleteRows delete) {
            notes.values().removeIf(note -> isDeleted(note, delete));
        }
    }

    private static boolean isDeleted(List<Object> note, Effect.DeleteRows delete) {
        for (int n = 0; n < delete.by().size(); n++) {
            int column = 1 + NOTES.columns().indexOf(delete.by().get(n));
            if (!Objects.equals(note.get(column), delete.values().get(n))) {
                return false;
            }
        }
        return true;
    }
}
