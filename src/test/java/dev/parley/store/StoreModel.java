package dev.parley.store;

import dev.parley.model.Event;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a store must answer, in a few lines of plain memory. */
final class StoreModel {
    private final Map<String, Room> rooms = new TreeMap<>();

    /** A room of the model. */
    private static final class Room {
        private long epoch;
        private String owner;
        private final List<Event> events = new ArrayList<>();
        private final Map<String, Append> byClientId = new HashMap<>();
        private final Map<String, Long> seqByClientId = new HashMap<>();
        private final Map<String, Turn> running = new TreeMap<>();
    }

    Claim claim(String name, String owner) {
        Room room = rooms.computeIfAbsent(name, ignored -> new Room());
        room.epoch++;
        room.running.replaceAll((id, turn) -> turn.nextAttempt());
        boolean takenOver = room.owner != null && !room.owner.equals(owner);
        room.owner = owner;
        return new Claim(room.epoch, room.events.size(), open(room), takenOver);
    }

    Appended append(Append append) {
        Room room = rooms.get(append.room());
        if (room == null || room.epoch != append.epoch()) {
            return new Appended.Fenced(room == null ? 0 : room.epoch);
        }
        String key = append.from().id() + "/" + append.id();
        if (append.clientId() && room.byClientId.containsKey(key)) {
            Append first = room.byClientId.get(key);
            return new Appended.Duplicate(
                    room.seqByClientId.get(key), first.ts(), first.digest().equals(append.digest()));
        }
        Turn ends = append.ends() == null ? null : append.ends().turn();
        if (ends != null) {
            Turn turn = room.running.get(ends.id());
            if (turn == null || turn.attempt() != ends.attempt()) {
                return new Appended.TurnOver();
            }
            room.running.remove(ends.id());
        }
        long seq = room.events.size() + 1L;
        room.events.add(
                new Event(append.room(), seq, append.ts(), append.type(), append.id(), append.from(), append.body()));
        if (append.clientId()) {
            room.byClientId.put(key, append);
            room.seqByClientId.put(key, seq);
        }
        for (Turn turn : append.starts()) {
            room.running.put(turn.id(), turn.at(seq));
        }
        return new Appended.Stored(seq);
    }

    long epoch(String name) {
        return rooms.containsKey(name) ? rooms.get(name).epoch : 0;
    }

    List<Event> events(String name) {
        return rooms.get(name).events;
    }

    List<Turn> turns(String name) {
        return rooms.containsKey(name) ? turns(rooms.get(name)) : List.of();
    }

    List<RoomSummary> rooms() {
        return rooms.entrySet().stream()
                .filter(entry -> !entry.getValue().events.isEmpty())
                .map(entry ->
                        new RoomSummary(entry.getKey(), entry.getValue().events.size()))
                .toList();
    }

    List<String> roomsWithTurns() {
        return rooms.entrySet().stream()
                .filter(entry -> !entry.getValue().running.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<OpenTurn> open(Room room) {
        return turns(room).stream()
                .map(turn -> new OpenTurn(turn, TurnProgress.NONE))
                .toList();
    }

    private static List<Turn> turns(Room room) {
        return room.running.values().stream()
                .sorted((a, b) -> a.promptSeq() != b.promptSeq()
                        ? Long.compare(a.promptSeq(), b.promptSeq())
                        : a.id().compareTo(b.id()))
                .toList();
    }
}
