package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation.Sent;
import dev.parley.fault.history.Stored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The log by itself: no holes, no id twice, nothing that nobody sent, and the same from every node. */
final class LogLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        Map<String, Set<String>> sent = new HashMap<>();
        evidence.clients().forEach(client -> {
            Set<String> own = sent.computeIfAbsent(client.user(), user -> new HashSet<>());
            client.of(Sent.class).forEach(message -> own.add(key(message.room(), message.id(), message.text())));
        });
        for (String room : evidence.rooms()) {
            one(room, evidence.log(room), sent, found);
            evidence.logs().forEach((node, log) -> compare(room, evidence, node, log.get(room), found));
        }
    }

    private static String key(String room, String id, String text) {
        return room + " " + id + " " + text;
    }

    private static void one(String room, List<Stored> log, Map<String, Set<String>> sent, Consumer<Violation> found) {
        Set<String> ids = new HashSet<>();
        long expected = 1;
        for (Stored message : log) {
            if (message.seq() != expected) {
                found.accept(new Violation(Kind.HOLE_IN_LOG, "", room, message.seq(), "expected " + expected));
            }
            expected = message.seq() + 1;
            if (!ids.add(message.from() + " " + message.id())) {
                found.accept(new Violation(Kind.STORED_TWICE, "", room, message.seq(), message.toString()));
            }
            Set<String> own = sent.get(message.from());
            if (own != null && message.turn() == null && !own.contains(key(room, message.id(), message.text()))) {
                found.accept(new Violation(Kind.INVENTED, "", room, message.seq(), message.toString()));
            }
        }
    }

    private static void compare(
            String room, Evidence evidence, String node, List<Stored> other, Consumer<Violation> found) {
        List<Stored> first = evidence.log(room);
        if (!first.equals(other)) {
            int same = 0;
            while (other != null
                    && same < Math.min(first.size(), other.size())
                    && first.get(same).equals(other.get(same))) {
                same++;
            }
            String detail = node + " shows " + (other == null ? "nothing" : other.size() + " messages") + ", not "
                    + first.size();
            found.accept(new Violation(Kind.NODES_DIFFER, "", room, same + 1, detail));
        }
    }
}
