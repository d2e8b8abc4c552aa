package dev.parley.store.postgres;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.Claim;
import dev.parley.store.OpenTurn;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Claims, made by the function {@code claim_rooms}. */
final class ClaimStatement extends BatchStatement<ClaimOperation> {
    static final ClaimStatement INSTANCE = new ClaimStatement();

    /** A lease is a few seconds long, and a node that died is suspected before. */
    private static final long RETRY_AFTER_MS = 1000;

    private ClaimStatement() {
        super(
                ClaimOperation.class,
                """
                SELECT i, epoch, last_seq, taken_over, turn, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind,
                  depth, progress, options
                FROM claim_rooms($1, $2)""");
    }

    @Override
    Tuple parameters(List<ClaimOperation> jobs) {
        return Tuple.wrap(new Object[] {
            jobs.stream().map(ClaimOperation::room).toArray(String[]::new),
            jobs.stream().map(ClaimOperation::owner).toArray(String[]::new)
        });
    }

    @Override
    void reply(List<ClaimOperation> jobs, RowSet<Row> rows) {
        List<List<Row>> byJob = new ArrayList<>();
        jobs.forEach(job -> byJob.add(new ArrayList<>()));
        rows.forEach(row -> byJob.get(row.getInteger(0) - 1).add(row));
        for (int n = 0; n < jobs.size(); n++) {
            ClaimOperation job = jobs.get(n);
            List<Row> its = byJob.get(n);
            replyTo(job, () -> reply(job, its));
        }
    }

    private static void reply(ClaimOperation job, List<Row> rows) {
        Row first = rows.get(0);
        if (first.getLong(1) == null) {
            job.fail(Code.UNAVAILABLE.refuse("another node has the room", RETRY_AFTER_MS));
            return;
        }
        List<OpenTurn> turns = rows.stream()
                .filter(row -> row.getString(4) != null)
                .map(row -> turn(job.room(), row))
                .toList();
        job.succeed(new Claim(
                first.getLong(1), first.getLong(2), turns, first.getBoolean(3), RoomOptions.of(first.getString(13))));
    }

    private static OpenTurn turn(String room, Row row) {
        Author asker = Author.ofStored(row.getString(8), row.getString(9), row.getString(10));
        Turn turn = new Turn(
                room, row.getString(4), row.getString(5), row.getInteger(6), row.getLong(7), asker, row.getInteger(11));
        return new OpenTurn(turn, TurnProgress.stored(row.getString(12)));
    }
}
