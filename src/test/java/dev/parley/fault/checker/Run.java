package dev.parley.fault.checker;

import dev.parley.fault.history.Claimed;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Attempt;
import dev.parley.fault.history.Observation.Chunk;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Entering;
import dev.parley.fault.history.Observation.Loaded;
import dev.parley.fault.history.Observation.Opened;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Observation.Sent;
import dev.parley.fault.history.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A made-up run without a fault, from a seed: what the clients saw, and the logs of two nodes. To be mutated. */
final class Run {
    static final String ROOM = "room";

    private static final int EVENTS = 40;
    private static final int CLIENTS = 4;

    final List<Stored> log = new ArrayList<>();
    final List<Stored> otherLog;
    final Map<String, List<Observation>> seen = new LinkedHashMap<>();
    final List<Claimed> claims = new ArrayList<>(
            List.of(new Claimed(ROOM, 1, "node0"), new Claimed(ROOM, 2, "node1"), new Claimed(ROOM, 2, "node1")));
    private final Random random;
    private long clock;

    Run(long seed) {
        random = new Random(seed);
        for (int i = 1; i <= EVENTS; i++) {
            String user = user(random.nextInt(CLIENTS));
            boolean answers = i > 1 && log.get(i - 2).callsAssistant();
            log.add(
                    answers
                            ? new Stored(i, "answer" + i, "assistant", "assistant", "the answer", "turn" + i)
                            : said(
                                    i,
                                    user,
                                    (i == 5 || (i < EVENTS && random.nextInt(8) == 0) ? "@assistant " : "") + i));
        }
        otherLog = new ArrayList<>(log);
        for (int i = 0; i < CLIENTS; i++) {
            seen.put(user(i), history(user(i), i));
        }
    }

    private static Stored said(long seq, String user, String text) {
        return new Stored(seq, "id" + seq, user, "user", text, null);
    }

    /** Every second one came by the bridge. */
    private static String door(int client) {
        return client % 2 == 0 ? "ws" : "bridge";
    }

    static String user(int number) {
        return "user" + number;
    }

    Evidence evidence() {
        List<ClientHistory> clients = new ArrayList<>();
        seen.forEach((user, all) -> clients.add(new ClientHistory(user, door(clients.size()), all)));
        Map<String, Map<String, List<Stored>>> logs = new LinkedHashMap<>();
        logs.put("node0", Map.of(ROOM, log));
        logs.put("node1", Map.of(ROOM, otherLog));
        return new Evidence(clients, logs, claims);
    }

    /** Connections end here and there; what was said without an answer is said again; the third gap is loaded. */
    private List<Observation> history(String user, int client) {
        List<Observation> all = new ArrayList<>();
        int connection = 1;
        enter(all, connection, 0);
        for (Stored event : log) {
            if (event.from().equals(user)) {
                say(all, connection, event);
            }
            if (event.turn() != null) {
                chunks(all, connection, event);
            }
            all.add(new Received(++clock, connection, ROOM, event));
            if (event.from().equals(user)) {
                all.add(new Acked(++clock, connection, ROOM, event.id(), event.seq(), false));
            }
            if (event.seq() > 3 && random.nextInt(8) == 0) {
                all.add(new Closed(++clock, connection++, 1006, ""));
                enter(all, connection, event.seq());
            }
        }
        all.add(new Sent(++clock, connection, ROOM, "bad" + client, "no", clock));
        all.add(new Refused(++clock, connection, ROOM, "bad" + client, "forbidden", false));
        return client == 3 ? withReset(all) : all;
    }

    private void enter(List<Observation> all, int connection, long since) {
        all.add(new Opened(++clock, connection, "node0"));
        all.add(new Entering(++clock, connection, ROOM, since));
        all.add(new Ready(++clock, connection, ROOM, EVENTS, since, false, Map.of()));
    }

    private void say(List<Observation> all, int connection, Stored event) {
        all.add(new Sent(++clock, connection, ROOM, event.id(), event.text(), clock));
        if (random.nextInt(6) == 0) {
            all.add(new Refused(++clock, connection, ROOM, event.id(), "unavailable", true));
            all.add(new Sent(++clock, connection, ROOM, event.id(), event.text(), clock));
        }
    }

    private void chunks(List<Observation> all, int connection, Stored answer) {
        int half = answer.text().length() / 2;
        all.add(new Chunk(++clock, connection, ROOM, answer.turn(), 1, 0, ""));
        all.add(new Chunk(++clock, connection, ROOM, answer.turn(), 1, 0, "lost with the node"));
        all.add(new Chunk(
                ++clock, connection, ROOM, answer.turn(), 2, 0, answer.text().substring(0, half)));
        all.add(new Chunk(
                ++clock, connection, ROOM, answer.turn(), 2, half, answer.text().substring(half)));
    }

    /** Instead of the first events it loads them. */
    private List<Observation> withReset(List<Observation> all) {
        List<Observation> changed = new ArrayList<>();
        for (Observation one : all) {
            boolean isEarly =
                    one instanceof Received received && received.message().seq() <= 3;
            if (isEarly) {
                Received received = (Received) one;
                changed.add(new Loaded(received.at(), received.connection(), ROOM, received.message()));
            } else if (one instanceof Ready ready && changed.size() < 3) {
                changed.add(new Ready(ready.at(), ready.connection(), ROOM, 3, 0, true, Map.<String, Attempt>of()));
            } else {
                changed.add(one);
            }
        }
        return changed;
    }

    /** Some place in a client's history at which there is such an observation. */
    <T extends Observation> int place(String user, Class<T> type, Predicate<T> which) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < seen.get(user).size(); i++) {
            Observation one = seen.get(user).get(i);
            if (type.isInstance(one) && which.test(type.cast(one))) {
                places.add(i);
            }
        }
        return places.get(random.nextInt(places.size()));
    }

    /** Everybody sees one more event, of which the log may know. */
    void received(Stored event) {
        seen.values().forEach(all -> all.add(new Received(++clock, lastConnection(all), ROOM, event)));
    }

    void sent(String user, Stored event) {
        List<Observation> all = seen.get(user);
        all.add(new Sent(++clock, lastConnection(all), ROOM, event.id(), event.text(), clock));
    }

    void acked(String user, Stored event) {
        List<Observation> all = seen.get(user);
        all.add(new Acked(++clock, lastConnection(all), ROOM, event.id(), event.seq(), false));
    }

    private static int lastConnection(List<Observation> all) {
        return all.get(all.size() - 1).connection();
    }

    /** What is stored at the end of both logs, next. */
    Stored append(String id, String from, String text, String turn) {
        Stored event = new Stored(log.get(log.size() - 1).seq() + 1, id, from, "user", text, turn);
        log.add(event);
        otherLog.add(event);
        return event;
    }

    Random random() {
        return random;
    }
}
