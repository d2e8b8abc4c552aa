package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Attempt;
import dev.parley.fault.history.Observation.Chunk;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Ready;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was read of an answer's last attempt is how the answer begins. Chunks may be lost (they are not durable), so a client
 * that missed one is not asked.
 */
final class ChunkLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        Map<String, Integer> lastAttempts = new HashMap<>();
        evidence.clients().forEach(client -> client.all().forEach(seen -> {
            if (seen instanceof Chunk chunk) {
                lastAttempts.merge(chunk.turn(), chunk.attempt(), Math::max);
            } else if (seen instanceof Ready ready) {
                ready.turns().forEach((turn, text) -> lastAttempts.merge(turn, text.attempt(), Math::max));
            }
        }));
        evidence.clients().forEach(client -> check(client, lastAttempts, found));
    }

    private static void check(ClientHistory client, Map<String, Integer> lastAttempts, Consumer<Violation> found) {
        Map<String, Attempt> read = new HashMap<>();
        for (Observation seen : client.all()) {
            if (seen instanceof Closed) {
                read.clear();
            } else if (seen instanceof Ready ready) {
                read.putAll(ready.turns());
            } else if (seen instanceof Chunk chunk) {
                read.compute(chunk.turn(), (turn, before) -> after(before, chunk));
            } else if (seen instanceof Received received && received.message().turn() != null) {
                compare(client, received.room(), received.message(), read, lastAttempts, found);
            }
        }
    }

    /** Null once something is missing. */
    private static Attempt after(Attempt before, Chunk chunk) {
        String text = before != null && before.attempt() == chunk.attempt() ? before.text() : "";
        boolean joins = text.length() == chunk.offset();
        return joins ? new Attempt(chunk.attempt(), text + chunk.content()) : null;
    }

    private static void compare(
            ClientHistory client,
            String room,
            Stored end,
            Map<String, Attempt> read,
            Map<String, Integer> lastAttempts,
            Consumer<Violation> found) {
        Attempt attempt = read.remove(end.turn());
        if (attempt != null
                && attempt.attempt() == lastAttempts.getOrDefault(end.turn(), 0)
                && !end.text().startsWith(attempt.text())) {
            String detail = "read " + attempt.text() + ", complete is " + end.text();
            found.accept(new Violation(Kind.CHUNKS_DIFFER, client.toString(), room, end.seq(), detail));
        }
    }
}
