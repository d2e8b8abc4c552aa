package dev.parley.store;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The law: for any commands, pipelined in any groups, a store and {@link StoreModel} answer and hold the same, whatever
 * breaks in between. A command that was not answered was done whole or not at all, and nothing of its room behind it.
 */
final class StoreLaw {
    private static final int GROUPS = 60;
    private static final int GROUP_MAX = 60;
    private static final int ROOMS = 4;
    private static final int BREAK_EVERY = 12;
    /** So many that the cut comes while they are stored. */
    private static final int CUT_GROUP = 600;

    /** The store under test, and how it breaks. */
    interface Home {
        Store store();

        /** Breaks it between two groups, as a crash does; what was answered must be there afterwards. */
        void crash();

        /** Breaks it while commands are under way; null where that cannot be done. */
        Future<?> cut();

        /** Rows of {@code notes} as {@link #NOTES_OF} shows them; null for none. */
        String ask(String sql);
    }

    private static final String NOTES_OF =
            """
            SELECT string_agg(seq || ',' || name || ',' || coalesce(text, '-') || ',' || coalesce(size || '', '-'), ';'
              ORDER BY name)
            FROM notes WHERE room = '%s'""";

    private final Map<String, StoreModel> models = new TreeMap<>();
    private final Home home;
    private final String hint;
    private final Random random;
    private final RandomCommits commits;
    private boolean mayBreak;

    /** A command, what it does to a room, and what it was answered; null: nobody knows. */
    private record Command(String room, Function<StoreModel, Object> effect, Object expected, Future<?> answer) {}

    StoreLaw(Home home, long seed) {
        this.home = home;
        this.hint = "-Dparley.seed=" + seed;
        this.random = new Random(seed);
        this.commits = new RandomCommits(random);
    }

    void check() {
        for (int group = 1; group <= GROUPS; group++) {
            Map<String, StoreModel> before = new HashMap<>();
            models.forEach((room, model) -> before.put(room, model.copy()));
            List<Command> commands = commands(1 + random.nextInt(GROUP_MAX));
            if (group % BREAK_EVERY == 0) {
                Future<?> cut = home.cut();
                mayBreak |= cut != null;
                commands.addAll(commands(cut == null ? 1 : CUT_GROUP));
            }
            List<Object> answers =
                    commands.stream().map(command -> outcome(command.answer())).toList();
            if (mayBreak && answers.contains(Code.UNAVAILABLE)) {
                settle(before, commands, answers);
            } else {
                assertEquals(commands.stream().map(Command::expected).toList(), answers, hint);
            }
            if (group % BREAK_EVERY == BREAK_EVERY / 2) {
                home.crash();
                compareAll();
            }
        }
        compareAll();
        models.forEach((room, model) ->
                assertEquals(model.claim("last"), await(home.store().log().claim(room, "last")), hint));
    }

    private List<Command> commands(int count) {
        List<Command> commands = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            commands.add(command());
        }
        return commands;
    }

    private Command command() {
        String room = "room-" + random.nextInt(ROOMS);
        StoreModel model = models.computeIfAbsent(room, StoreModel::new);
        if (random.nextInt(30) == 0) {
            String owner = "node-" + random.nextInt(3);
            return new Command(
                    room,
                    each -> each.claim(owner),
                    model.claim(owner),
                    home.store().log().claim(room, owner));
        }
        Commit commit = commits.next(room, model);
        return new Command(
                room,
                each -> each.commit(commit),
                model.commit(commit),
                home.store().log().commit(commit));
    }

    private static Object outcome(Future<?> answer) {
        try {
            return await(answer);
        } catch (CompletionException e) {
            return Refusal.of(e.getCause(), cause -> Code.CONFLICT.refuse("not a refusal: " + cause))
                    .code();
        }
    }

    /** Finds for each room what was done of what was not answered. */
    private void settle(Map<String, StoreModel> before, List<Command> commands, List<Object> answers) {
        models.replaceAll((room, model) -> {
            List<Candidate> candidates = new ArrayList<>();
            candidates.add(new Candidate(before.getOrDefault(room, new StoreModel(room)), false));
            for (int n = 0; n < commands.size(); n++) {
                if (commands.get(n).room().equals(room)) {
                    candidates = after(candidates, commands.get(n), answers.get(n));
                }
            }
            StoreModel.State there = readOnceBack(room);
            return candidates.stream()
                    .map(Candidate::model)
                    .filter(each -> each.state().equals(there))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(hint + ": half a command was done: " + there));
        });
    }

    /** What a room may be; {@code skips}: a command was not done, so none behind it was that has no answer. */
    private record Candidate(StoreModel model, boolean skips) {}

    private static List<Candidate> after(List<Candidate> candidates, Command command, Object answer) {
        List<Candidate> next = new ArrayList<>();
        for (Candidate candidate : candidates) {
            StoreModel done = candidate.model().copy();
            Object expected = command.effect().apply(done);
            if (!answer.equals(Code.UNAVAILABLE)) {
                if (answer.equals(expected)) {
                    next.add(new Candidate(done, false));
                }
            } else {
                if (!candidate.skips()) {
                    next.add(new Candidate(done, false));
                }
                next.add(new Candidate(candidate.model(), true));
            }
        }
        return next;
    }

    private void compareAll() {
        models.forEach((room, model) -> assertEquals(model.state(), read(room), hint));
        List<RoomSummary> rooms = models.values().stream()
                .map(StoreModel::summary)
                .flatMap(Optional::stream)
                .toList();
        List<String> open = models.entrySet().stream()
                .filter(entry -> !entry.getValue().running().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(rooms, await(home.store().history().rooms(NameRange.ALL, RoomFilter.ALL, 100)), hint);
        assertEquals(open, await(home.store().turns().roomsWithOpenTurns(100)), hint);
    }

    private StoreModel.State readOnceBack(String room) {
        while (true) {
            try {
                return read(room);
            } catch (CompletionException e) {
                if (!Refusal.is(e.getCause(), Code.UNAVAILABLE)) {
                    throw e;
                }
            }
        }
    }

    private static List<Event> canonical(List<Event> events) {
        return events.stream().map(StoreModel::canonical).toList();
    }

    private StoreModel.State read(String room) {
        Store store = home.store();
        Position position = await(store.history().positions(List.of(room))).getOrDefault(room, new Position(0, 0));
        StoredState shared = await(store.history().state(room));
        String notes = home.ask(NOTES_OF.formatted(room));
        return new StoreModel.State(
                position,
                await(store.log().owner(room)),
                await(store.history().options(room)),
                canonical(await(store.history().eventsAfter(room, 0, Integer.MAX_VALUE))),
                canonical(await(store.history().messagesBefore(room, Long.MAX_VALUE, Integer.MAX_VALUE))),
                new StoredState(shared.seq(), shared.snapshot(), canonical(shared.changes())),
                await(store.turns().turns(room, Long.MAX_VALUE, Integer.MAX_VALUE)),
                notes == null ? "" : notes);
    }
}
