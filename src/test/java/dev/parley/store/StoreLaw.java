package dev.parley.store;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.NameRange;
import dev.parley.model.Turn;
import dev.parley.testing.Futures;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The law: for any commands, pipelined in any groups, a store and {@link StoreModel} answer and hold the same. */
final class StoreLaw {
    private static final int GROUPS = 60;
    private static final int GROUP_MAX = 60;
    private static final int ROOMS = 4;

    private final StoreModel model = new StoreModel();
    private final Store store;
    private final long seed;
    private final Random random;
    private int made;

    StoreLaw(Store store, long seed) {
        this.store = store;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void check() {
        for (int group = 0; group < GROUPS; group++) {
            List<Future<?>> answers = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int n = 1 + random.nextInt(GROUP_MAX); n > 0; n--) {
                ask(answers, expected);
            }
            answers.forEach(Futures::await);
            assertEquals(expected, answers.stream().map(Future::result).toList(), () -> "-Dparley.seed=" + seed);
        }
        compareAll();
    }

    private void ask(List<Future<?>> answers, List<Object> expected) {
        String room = "room-" + random.nextInt(ROOMS);
        if (random.nextInt(30) == 0) {
            String owner = "node-" + random.nextInt(3);
            answers.add(store.log().claim(room, owner));
            expected.add(model.claim(room, owner));
            return;
        }
        Append append = anAppend(room);
        answers.add(store.log().append(append));
        expected.add(model.append(append));
    }

    private Append anAppend(String room) {
        long epoch = model.epoch(room) - (random.nextInt(20) == 0 ? 1 : 0);
        Author from = new Author("user-" + random.nextInt(3), "U", Author.Kind.USER);
        boolean clientId = random.nextBoolean();
        String id = clientId ? "c" + random.nextInt(300) : "s" + made++;
        List<Turn> starts = random.nextInt(6) > 0
                ? List.of()
                : List.of(new Turn(room, "t" + made++, "assistant", 1, 0, from, 0), anotherTurn(room, from));
        return new Append(
                room,
                epoch,
                made++,
                starts.isEmpty() ? EventType.ANSWER : EventType.MESSAGE,
                id,
                clientId,
                from,
                "digest " + random.nextInt(2),
                "{\"text\":\"" + made + "\"}",
                starts,
                random.nextInt(4) == 0 ? Appends.end(aTurnToEnd(room, from)) : null);
    }

    private Turn anotherTurn(String room, Author from) {
        return new Turn(room, "t" + made++, "assistant", 1, 0, from, 0);
    }

    /** Mostly one that runs; sometimes in an old attempt, sometimes none at all. */
    private Turn aTurnToEnd(String room, Author from) {
        List<Turn> running = model.turns(room);
        if (running.isEmpty()) {
            return new Turn(room, "never", "assistant", 1, 0, from, 0);
        }
        Turn turn = running.get(random.nextInt(running.size()));
        int attempt = turn.attempt() - (random.nextInt(5) == 0 ? 1 : 0);
        return new Turn(room, turn.id(), turn.assistant(), attempt, turn.promptSeq(), turn.asker(), 0);
    }

    private void compareAll() {
        String hint = "-Dparley.seed=" + seed;
        List<RoomSummary> rooms = model.rooms();
        assertEquals(rooms, await(store.history().rooms(NameRange.ALL, 100)), hint);
        assertEquals(model.roomsWithTurns(), await(store.turns().roomsWithOpenTurns(100)), hint);
        for (RoomSummary room : rooms) {
            List<Event> events = model.events(room.room());
            assertEquals(events, await(store.history().eventsAfter(room.room(), 0, events.size() + 1)), hint);
            assertEquals(events, await(store.history().messagesAfter(room.room(), 0, events.size() + 1)), hint);
            assertEquals(model.claim(room.room(), "last"), await(store.log().claim(room.room(), "last")), hint);
        }
    }
}
