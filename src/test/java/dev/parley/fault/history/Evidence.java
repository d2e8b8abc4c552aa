package dev.parley.fault.history;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a checker is given, once all is quiet.
 *
 * @param logs of each node, the rooms' logs as it shows them
 * @param claims may be empty, where nobody knows
 */
public record Evidence(List<ClientHistory> clients, Map<String, Map<String, List<Stored>>> logs, List<Claimed> claims) {
    public Iterable<String> rooms() {
        TreeSet<String> rooms = new TreeSet<>();
        logs.values().forEach(log -> rooms.addAll(log.keySet()));
        return rooms;
    }

    /** A room's log as the first node shows it; the others are compared with it. */
    public List<Stored> log(String room) {
        return logs.values().stream()
                .findFirst()
                .map(log -> log.getOrDefault(room, List.of()))
                .orElse(List.of());
    }

    /** What is stored there; null when nothing is. */
    public Stored at(String room, long seq) {
        List<Stored> log = log(room);
        Stored there = seq >= 1 && seq <= log.size() ? log.get((int) seq - 1) : null;
        if (there != null && there.seq() == seq) {
            return there;
        }
        return log.stream().filter(message -> message.seq() == seq).findFirst().orElse(null); // a log with a hole
    }
}
