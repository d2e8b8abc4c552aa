package dev.parley.fault.checker;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Sent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long a room to which somebody has something to say acknowledges nothing. */
final class Silence {
    private record Wait(long wantedAt, long ackedAt) {}

    /** A room said nothing from {@code from} to {@code to}. */
    record Span(long from, long to) {
        long length() {
            return to - from;
        }
    }

    private Silence() {}

    /** Of each message, how long its user waited. */
    static List<Long> waits(List<ClientHistory> clients) {
        return byRoom(clients).values().stream()
                .flatMap(List::stream)
                .map(wait -> wait.ackedAt - wait.wantedAt)
                .toList();
    }

    /** The longest silence of each room in each window; windows begin at these times. */
    static List<Long> longest(List<ClientHistory> clients, List<Long> windows) {
        List<Long> longest = new ArrayList<>();
        byRoom(clients).values().forEach(waits -> {
            List<Span> spans = spans(waits);
            for (int i = 0; i < windows.size(); i++) {
                long from = windows.get(i);
                long to = i + 1 < windows.size() ? windows.get(i + 1) : Long.MAX_VALUE;
                spans.stream()
                        .filter(span -> span.to > from && span.from < to)
                        .mapToLong(Span::length)
                        .max()
                        .ifPresent(longest::add);
            }
        });
        return longest;
    }

    private static Map<String, List<Wait>> byRoom(List<ClientHistory> clients) {
        Map<String, List<Wait>> rooms = new HashMap<>();
        for (ClientHistory client : clients) {
            Map<String, Long> wanted = new HashMap<>();
            client.of(Sent.class).forEach(sent -> wanted.putIfAbsent(sent.room() + " " + sent.id(), sent.wantedAt()));
            client.of(Acked.class).forEach(ack -> {
                Long wantedAt = wanted.get(ack.room() + " " + ack.id());
                if (wantedAt != null && wanted.put(ack.room() + " " + ack.id(), null) != null) {
                    rooms.computeIfAbsent(ack.room(), r -> new ArrayList<>()).add(new Wait(wantedAt, ack.at()));
                }
            });
        }
        return rooms;
    }

    /** Between two acknowledgements it is silent from when the first of those who still wait began to. */
    private static List<Span> spans(List<Wait> waits) {
        List<Wait> sorted =
                waits.stream().sorted(Comparator.comparingLong(Wait::ackedAt)).toList();
        List<Span> spans = new ArrayList<>();
        long firstWanted = Long.MAX_VALUE;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            firstWanted = Math.min(firstWanted, sorted.get(i).wantedAt);
            long before = i == 0 ? firstWanted : sorted.get(i - 1).ackedAt;
            spans.add(new Span(Math.max(before, firstWanted), sorted.get(i).ackedAt));
        }
        return spans;
    }
}
