package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.History;
import dev.parley.store.Position;
import dev.parley.store.RoomFilter;
import dev.parley.store.RoomSummary;
import dev.parley.store.Sent;
import dev.parley.store.StoredState;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** History in SQLite: each read is work for a reader thread. Any thread. */
record SqliteHistory(WorkQueue<ReadStatements> reads) implements History {
    @Override
    public Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return reads.submit(statements -> statements.events().eventsAfter(room, after, limit));
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return reads.submit(statements -> statements.events().messagesBefore(room, before, limit));
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return reads.submit(statements -> statements.events().messagesAfter(room, after, limit));
    }

    @Override
    public Future<Optional<Long>> seqOf(String room, String messageId) {
        return reads.submit(statements -> statements.events().seqOf(room, messageId));
    }

    @Override
    public Future<Optional<RoomSummary>> room(String room) {
        return reads.submit(statements -> statements.rooms().room(room));
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, RoomFilter filter, int limit) {
        return reads.submit(statements -> statements.rooms().rooms(names, filter, limit));
    }

    @Override
    public Future<Optional<Sent>> sent(String room, String from, String id) {
        return reads.submit(statements -> statements.events().sent(room, from, id));
    }

    @Override
    public Future<StoredState> state(String room) {
        return reads.submit(statements -> statements.states().state(room));
    }

    @Override
    public Future<List<Event>> stateChangesBefore(String room, long before, int limit) {
        return reads.submit(statements -> statements.states().changesBefore(room, before, limit));
    }

    @Override
    public Future<RoomOptions> options(String room) {
        return reads.submit(statements -> statements.rooms().options(room));
    }

    @Override
    public Future<Map<String, Position>> positions(Collection<String> rooms) {
        List<String> names = List.copyOf(rooms);
        return reads.submit(statements -> statements.rooms().positions(names));
    }

    @Override
    public Future<Long> cut(String room, long before, int limit) {
        return reads.submit(statements -> statements.rooms().cut(room, before, limit));
    }

    @Override
    public Future<List<String>> dueForRetention(long now, int limit) {
        return reads.submit(statements -> statements.rooms().dueForRetention(now, limit));
    }
}
