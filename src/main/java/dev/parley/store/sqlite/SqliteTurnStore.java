package dev.parley.store.sqlite;

import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads of turns in SQLite: work for a reader thread. Any thread. */
record SqliteTurnStore(WorkQueue<ReadStatements> reads) implements TurnStore {
    @Override
    public Future<Optional<StoredTurn>> turn(String room, String id) {
        return reads.submit(statements -> statements.turns().turn(room, id));
    }

    @Override
    public Future<List<StoredTurn>> turns(String room, long before, int limit) {
        return reads.submit(statements -> statements.turns().turns(room, before, limit));
    }

    @Override
    public Future<List<String>> roomsWithOpenTurns(int limit) {
        return reads.submit(statements -> statements.turns().roomsWithOpenTurns(limit));
    }

    @Override
    public Future<List<UsageRow>> usage(UsageQuery query) {
        return reads.submit(statements -> statements.turns().usage(query));
    }
}
