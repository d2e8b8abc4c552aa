package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Entering;
import dev.parley.fault.history.Observation.Loaded;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Resynced;
import dev.parley.fault.history.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Guarantees 2 and 3 as one reader sees them: from each {@code since} on every event once, in order, as it is stored. */
final class DeliveryLaw implements Law {
    /** Registered on the bridge and not yet ready: events may come, from wherever the room is. */
    private static final long ANYWHERE = -1;

    private static final long RESYNCED = -2;

    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        evidence.clients().forEach(client -> new Reader(client, evidence, found).read());
    }

    private record Reader(
            ClientHistory client,
            Evidence evidence,
            Consumer<Violation> found,
            Map<String, Long> next,
            Map<String, Long> asked) {
        Reader(ClientHistory client, Evidence evidence, Consumer<Violation> found) {
            this(client, evidence, found, new HashMap<>(), new HashMap<>());
        }

        void read() {
            client.all().forEach(this::see);
        }

        private void see(Observation seen) {
            if (seen instanceof Closed) {
                next.clear();
                asked.clear();
            } else if (seen instanceof Entering entering) {
                asked.put(entering.room(), entering.since());
            } else if (seen instanceof Ready ready) {
                ready(ready);
            } else if (seen instanceof Resynced resynced) {
                next.put(resynced.room(), RESYNCED);
            } else if (seen instanceof Loaded loaded) {
                compare(loaded.room(), loaded.message());
            } else if (seen instanceof Received received) {
                inOrder(received);
                compare(received.room(), received.message());
            }
        }

        private void ready(Ready ready) {
            Long since = asked.get(ready.room());
            if (!ready.reset() && since != null && since != ready.since()) {
                tell(Kind.WRONG_SINCE, ready.room(), ready.since(), "asked for " + since);
            }
            next.put(ready.room(), (ready.reset() ? ready.seq() : ready.since()) + 1);
        }

        private void inOrder(Received received) {
            String room = received.room();
            long seq = received.message().seq();
            long expected = next.getOrDefault(room, ANYWHERE);
            next.put(room, expected == RESYNCED ? RESYNCED : seq + 1);
            if (expected == ANYWHERE && !client.door().equals("bridge")) {
                tell(Kind.BEFORE_READY, room, seq, "came before ready");
            } else if (expected == RESYNCED) {
                tell(Kind.AFTER_RESYNC, room, seq, "came after resync, before init");
            } else if (expected > 0 && seq > expected) {
                tell(Kind.DELIVERY_HOLE, room, seq, "expected " + expected + where(received));
            } else if (expected > 0 && seq < expected) {
                tell(Kind.DELIVERY_REPEATED, room, seq, "expected " + expected + where(received));
            }
        }

        private static String where(Received received) {
            return " on connection " + received.connection();
        }

        private void compare(String room, Stored seen) {
            Stored stored = evidence.at(room, seen.seq());
            if (!seen.equals(stored)) {
                tell(Kind.SEEN_BUT_NOT_STORED, room, seen.seq(), "saw " + seen + ", stored " + stored);
            }
        }

        private void tell(Kind kind, String room, long seq, String detail) {
            found.accept(new Violation(kind, client.toString(), room, seq, detail));
        }
    }
}
