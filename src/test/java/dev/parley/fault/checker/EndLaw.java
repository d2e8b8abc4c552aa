package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Entering;
import dev.parley.fault.history.Observation.Loaded;
import dev.parley.fault.history.Observation.Received;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Observation.Sent;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Everybody reaches the end: knows the whole log of their rooms, and what became of each of their messages. */
final class EndLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        evidence.clients().forEach(client -> {
            knowsAll(client, evidence, found);
            isAnswered(client, found);
        });
    }

    private static void knowsAll(ClientHistory client, Evidence evidence, Consumer<Violation> found) {
        Map<String, BitSet> known = new HashMap<>();
        Map<String, Long> from = new LinkedHashMap<>();
        for (Observation seen : client.all()) {
            if (seen instanceof Entering entering) {
                from.putIfAbsent(entering.room(), entering.since());
            } else if (seen instanceof Received received) {
                know(known, received.room(), received.message().seq());
            } else if (seen instanceof Loaded loaded) {
                know(known, loaded.room(), loaded.message().seq());
            }
        }
        from.forEach((room, since) -> {
            int last = evidence.log(room).size();
            int missing = known.getOrDefault(room, new BitSet()).nextClearBit(since.intValue() + 1);
            if (missing <= last) {
                String detail = "the room's last is " + last;
                found.accept(new Violation(Kind.NOT_AT_END, client.toString(), room, missing, detail));
            }
        });
    }

    private static void know(Map<String, BitSet> known, String room, long seq) {
        known.computeIfAbsent(room, r -> new BitSet()).set((int) seq);
    }

    private static void isAnswered(ClientHistory client, Consumer<Violation> found) {
        Map<String, Sent> open = new LinkedHashMap<>();
        client.of(Sent.class).forEach(sent -> open.put(sent.room() + " " + sent.id(), sent));
        client.of(Acked.class).forEach(ack -> open.remove(ack.room() + " " + ack.id()));
        client.of(Refused.class)
                .filter(refused -> !refused.retry())
                .forEach(refused -> open.remove(refused.room() + " " + refused.id()));
        open.values()
                .forEach(sent ->
                        found.accept(new Violation(Kind.UNANSWERED, client.toString(), sent.room(), 0, sent.id())));
    }
}
