package dev.parley.store.sqlite;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Turns in SQLite: progress is work for the writer thread, everything else for a reader thread. Any thread. */
record SqliteTurnStore(WorkQueue<WriteStatements> writes, WorkQueue<ReadStatements> reads) implements TurnStore {
    @Override
    public Future<Boolean> storeProgress(Turn turn, int next, TurnProgress progress) {
        return writes.submit(statements -> statements.turns().storeProgress(turn, next, progress));
    }

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
