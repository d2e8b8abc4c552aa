package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Guarantee 3, one connection's messages to a room are stored in the order sent. A first try that was acknowledged where it
 * was sent counts; one that was refused or tried again may have been stored at either time.
 */
final class OrderLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        evidence.clients().forEach(client -> check(client, found));
    }

    private static void check(ClientHistory client, Consumer<Violation> found) {
        Map<String, Integer> tries = new HashMap<>();
        client.of(Sent.class).forEach(sent -> tries.merge(sent.room() + " " + sent.id(), 1, Integer::sum));
        Map<String, Long> acked = new HashMap<>();
        client.of(Acked.class).forEach(ack -> acked.put(try1(ack, ack.room(), ack.id()), ack.seq()));
        Set<String> seen = new HashSet<>();
        Map<String, Sent> before = new HashMap<>();
        client.of(Sent.class)
                .filter(sent -> seen.add(sent.room() + " " + sent.id()))
                .filter(sent -> tries.get(sent.room() + " " + sent.id()) == 1)
                .filter(sent -> acked.containsKey(try1(sent, sent.room(), sent.id())))
                .forEach(sent -> {
                    Sent earlier = before.put(sent.connection() + " " + sent.room(), sent);
                    if (earlier == null) {
                        return;
                    }
                    long seq = acked.get(try1(sent, sent.room(), sent.id()));
                    long earlierSeq = acked.get(try1(earlier, earlier.room(), earlier.id()));
                    if (seq < earlierSeq) {
                        String detail = sent.id() + " was sent after " + earlier.id() + ", which is at " + earlierSeq;
                        found.accept(new Violation(Kind.OUT_OF_ORDER, client.toString(), sent.room(), seq, detail));
                    }
                });
    }

    private static String try1(Observation on, String room, String id) {
        return on.connection() + " " + room + " " + id;
    }
}
