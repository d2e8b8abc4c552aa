package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Reaction;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

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
    /** Who reacted to which message, by emoji; in the order in which they came. */
    private final Map<Long, Map<String, Set<String>>> reactions = new HashMap<>();

    private final Map<String, Committed.Duplicate> byKey = new HashMap<>();
    private final Map<String, String> digestByKey = new HashMap<>();
    private final Map<String, StoredTurn> turns = new HashMap<>();
    private final Map<Object, List<Object>> notes = new TreeMap<>();
    private long epoch;
    private String owner;
    private RoomOptions options = RoomOptions.NONE;
    private StoredState snapshot = StoredState.NONE;
    /** Events from here on are kept. */
    private long first = 1;

    /** All that can be seen of a room. */
    record State(
            Position position,
            Optional<String> owner,
            RoomOptions options,
            List<Event> events,
            List<Event> messages,
            StoredState shared,
            List<StoredTurn> turns,
            String notes) {}

    StoreModel(String name) {
        this.name = name;
    }

    StoreModel copy() {
        StoreModel copy = new StoreModel(name);
        copy.events.addAll(events);
        reactions.forEach((target, emojis) -> {
            Map<String, Set<String>> copied = new LinkedHashMap<>();
            emojis.forEach((emoji, users) -> copied.put(emoji, new LinkedHashSet<>(users)));
            copy.reactions.put(target, copied);
        });
        copy.snapshot = snapshot;
        copy.first = first;
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

    long seq() {
        return events.size();
    }

    List<Long> messageSeqs() {
        return events.stream()
                .filter(event -> event.seq() >= first && EventType.isMessage(event.type()))
                .map(Event::seq)
                .toList();
    }

    List<Turn> running() {
        return open().stream().map(OpenTurn::turn).toList();
    }

    List<String> turnIds() {
        return turns.values().stream()
                .filter(this::isListed)
                .map(stored -> stored.turn().id())
                .sorted()
                .toList();
    }

    long first() {
        return first;
    }

    /** Whether changes of the shared state lie below this {@code seq} and in no snapshot. */
    boolean hasChangesBelow(long seq) {
        return events.stream()
                .anyMatch(event ->
                        event.type().equals(EventType.STATE) && event.seq() > snapshot.seq() && event.seq() < seq);
    }

    /** As it is listed; absent when it does not exist for others. */
    Optional<RoomSummary> summary() {
        boolean keeps = first <= events.size();
        return keeps || !options.equals(RoomOptions.NONE)
                ? Optional.of(new RoomSummary(
                        name,
                        events.size(),
                        options,
                        keeps ? events.get(events.size() - 1).ts() : 0,
                        null))
                : Optional.empty();
    }

    private boolean isListed(StoredTurn stored) {
        return stored.turn().promptSeq() >= first;
    }

    State state() {
        return new State(
                new Position(epoch, events.size()),
                Optional.ofNullable(owner),
                options,
                shown(event -> true),
                shown(event -> EventType.isMessage(event.type())),
                new StoredState(
                        snapshot.seq(),
                        snapshot.snapshot(),
                        shown(event -> event.type().equals(EventType.STATE) && event.seq() > snapshot.seq())),
                turns.values().stream()
                        .filter(this::isListed)
                        .sorted(StoreModel.byPrompt(StoredTurn::turn).reversed())
                        .toList(),
                String.join(";", notes.values().stream().map(StoreModel::shown).toList()));
    }

    private List<Event> shown(Predicate<Event> wanted) {
        return events.stream()
                .filter(event -> event.seq() >= first)
                .filter(wanted)
                .map(this::shown)
                .map(StoreModel::canonical)
                .toList();
    }

    /** As a reader is shown it: with its reactions, and an edit with the message's present text. */
    private Event shown(Event event) {
        if (event.type().equals(EventType.EDITED)) {
            JsonObject body = new JsonObject(event.body());
            Event edited = at(body.getLong("target"));
            JsonObject target = edited == null ? null : new JsonObject(edited.body());
            return target == null || target.containsKey("deleted")
                    ? event
                    : withBody(event, body.put("text", target.getString("text")).encode());
        }
        List<Reaction> found = new ArrayList<>();
        reactions
                .getOrDefault(event.seq(), Map.of())
                .forEach((emoji, users) -> found.add(new Reaction(
                        emoji,
                        users.size(),
                        users.stream().limit(Reaction.USERS_MAX).toList())));
        return event.with(found);
    }

    /** With the fields of its body in order: a store may write them in another. */
    static Event canonical(Event event) {
        JsonObject sorted = new JsonObject(new TreeMap<>(new JsonObject(event.body()).getMap()));
        return withBody(event, sorted.encode()).with(event.reactions());
    }

    private static Event withBody(Event event, String body) {
        return new Event(event.room(), event.seq(), event.ts(), event.type(), event.id(), event.from(), body);
    }

    /** Null when there is none. */
    private Event at(long seq) {
        return seq >= first && seq <= events.size() ? events.get((int) seq - 1) : null;
    }

    /** As {@code StoreLaw} reads a note from the store. */
    private static String shown(List<Object> note) {
        return note.get(0) + "," + note.get(1) + "," + Objects.requireNonNullElse(note.get(2), "-") + ","
                + Objects.requireNonNullElse(note.get(3), "-");
    }

    private static <T> Comparator<T> byPrompt(Function<T, Turn> turn) {
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
        return new Claim(
                epoch,
                events.size(),
                open(),
                takenOver,
                options,
                first == 1 ? 0 : first,
                summary().isPresent());
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
        Optional<Committed> obstacle = commit.effects().stream()
                .map(this::obstacle)
                .filter(Objects::nonNull)
                .findFirst();
        if (obstacle.isPresent()) {
            return obstacle.get();
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

    /** Null when it can be written. */
    private Committed obstacle(Effect effect) {
        if (effect instanceof Effect.EndTurn end) {
            return isRunning(end.end().turn()) ? null : new Committed.Refused(Code.NOT_FOUND);
        }
        if (effect instanceof Effect.StoreProgress progress) {
            return isRunning(progress.turn()) ? null : new Committed.Refused(Code.NOT_FOUND);
        }
        if (effect instanceof Effect.EditMessage edit) {
            Event target = at(edit.target());
            return refusal(target, false, target != null && isOwn(target, edit.by()) && isMessage(target));
        }
        if (effect instanceof Effect.DeleteMessage delete) {
            Event target = at(delete.target());
            return refusal(target, true, delete.anybodys() || (target != null && isOwn(target, delete.by())));
        }
        if (effect instanceof Effect.React react) {
            Committed refusal = refusal(at(react.target()), false, true);
            return refusal == null ? obstacle(react) : refusal;
        }
        return null;
    }

    private Committed obstacle(Effect.React react) {
        Map<String, Set<String>> emojis = reactions.getOrDefault(react.target(), Map.of());
        if (emojis.getOrDefault(react.emoji(), Set.of()).contains(react.by()) == react.on()) {
            return new Committed.Unchanged();
        }
        boolean isFull = emojis.size() == Reaction.EMOJIS_MAX && !emojis.containsKey(react.emoji());
        return isFull ? new Committed.Refused(Code.TOO_LARGE) : null;
    }

    private static Committed refusal(Event target, boolean customToo, boolean isAllowed) {
        if (target == null
                || (!EventType.isMessage(target.type())
                        && !(customToo && target.type().equals(EventType.EVENT)))) {
            return new Committed.Refused(Code.NOT_FOUND);
        }
        if (!isAllowed) {
            return new Committed.Refused(Code.FORBIDDEN);
        }
        return new JsonObject(target.body()).containsKey("deleted") ? new Committed.Refused(Code.CONFLICT) : null;
    }

    private static boolean isMessage(Event event) {
        return event.type().equals(EventType.MESSAGE);
    }

    private static boolean isOwn(Event event, String user) {
        return event.from().id().equals(user) && event.from().kind() == Author.Kind.USER;
    }

    private boolean isRunning(Turn turn) {
        StoredTurn stored = turns.get(turn.id());
        return stored != null && stored.ended().isEmpty() && stored.turn().attempt() == turn.attempt();
    }

    private void write(Effect effect, long place, long ts) {
        if (effect instanceof Effect.StartTurn start) {
            Turn turn = start.turn().at(place);
            turns.put(turn.id(), new StoredTurn(turn, ts, TurnProgress.NONE, Optional.empty()));
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
        } else if (effect instanceof Effect.EditMessage edit) {
            Event target = at(edit.target());
            JsonObject body = new JsonObject(target.body());
            rewrite(target, body.put("text", edit.text()).put("editedAt", ts));
        } else if (effect instanceof Effect.DeleteMessage delete) {
            delete(at(delete.target()));
        } else if (effect instanceof Effect.React react) {
            write(react);
        } else if (effect instanceof Effect.PatchState patch && patch.snapshot() != null) {
            snapshot = new StoredState(place, patch.snapshot(), List.of());
        } else if (effect instanceof Effect.Retain retain) {
            retain(retain, place);
        } else if (effect instanceof Effect.DeleteRoom) {
            deleteRoom();
        }
    }

    private void retain(Effect.Retain retain, long place) {
        if (retain.first() <= first) {
            return;
        }
        first = retain.first();
        reactions.keySet().removeIf(target -> target < first);
        if (retain.snapshot() != null) {
            snapshot = new StoredState(place, retain.snapshot(), List.of());
        }
    }

    private void deleteRoom() {
        first = events.size() + 1;
        options = RoomOptions.NONE;
        snapshot = StoredState.NONE;
        reactions.clear();
        turns.replaceAll((id, stored) -> stored.ended().isPresent()
                ? stored
                : new StoredTurn(
                        stored.turn(),
                        stored.startedAt(),
                        TurnProgress.NONE,
                        Optional.of(new StoredTurn.Ended(events.size(), 0, EndReason.CANCELLED, null))));
    }

    private void rewrite(Event event, JsonObject body) {
        events.set((int) event.seq() - 1, withBody(event, body.encode()));
    }

    private void delete(Event target) {
        JsonObject left = new JsonObject().put("deleted", true);
        if (target.type().equals(EventType.ANSWER)) {
            JsonObject was = new JsonObject(target.body());
            left.put("turn", was.getString("turn")).put("reason", was.getString("reason"));
        }
        rewrite(target, left);
        reactions.remove(target.seq());
        turns.replaceAll((id, stored) -> stored.turn().promptSeq() == target.seq()
                        || stored.ended()
                                .filter(end -> end.seq() == target.seq())
                                .isPresent()
                ? new StoredTurn(stored.turn(), stored.startedAt(), TurnProgress.NONE, stored.ended())
                : stored);
    }

    private void write(Effect.React react) {
        Map<String, Set<String>> emojis = reactions.computeIfAbsent(react.target(), target -> new LinkedHashMap<>());
        Set<String> users = emojis.computeIfAbsent(react.emoji(), emoji -> new LinkedHashSet<>());
        boolean unused = react.on() ? users.add(react.by()) : users.remove(react.by());
        if (users.isEmpty()) {
            emojis.remove(react.emoji());
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
