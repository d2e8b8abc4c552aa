package dev.parley.store.postgres;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.Claim;
import dev.parley.store.OpenTurn;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Takes a room over; the function {@code take_rooms} does many of them. */
final class ClaimOperation extends Operation<Claim> {
    private static final BatchStatement<ClaimOperation> STATEMENT = new BatchStatement<>(
            ClaimOperation.class,
            """
            SELECT i, epoch, last_seq, taken_over, turn, assistant, attempt, prompt_seq, asker_id, asker_name, asker_kind,
              depth, progress, options, first_seq, is_there
            FROM take_rooms($1, $2)""",
            ClaimOperation::parameters,
            ClaimOperation::replyToAll);

    /** A lease is a few seconds long, and a node that died is suspected before. */
    private static final long RETRY_AFTER_MS = 1000;

    private final String owner;

    ClaimOperation(ContextInternal caller, String room, String owner) {
        super(caller, room, STATEMENT);
        this.owner = owner;
    }

    private static Tuple parameters(List<ClaimOperation> claims) {
        return Tuple.wrap(new Object[] {
            claims.stream().map(claim -> claim.room()).toArray(String[]::new),
            claims.stream().map(claim -> claim.owner).toArray(String[]::new)
        });
    }

    /** A claim has a row for each of its room's open turns, and one row when there is none. */
    private static void replyToAll(List<ClaimOperation> claims, RowSet<Row> rows) {
        List<List<Row>> byClaim = new ArrayList<>();
        claims.forEach(claim -> byClaim.add(new ArrayList<>()));
        rows.forEach(row -> byClaim.get(row.getInteger(0) - 1).add(row));
        for (int n = 0; n < claims.size(); n++) {
            ClaimOperation claim = claims.get(n);
            List<Row> its = byClaim.get(n);
            BatchStatement.replyTo(claim, () -> claim.reply(its));
        }
    }

    private void reply(List<Row> rows) {
        Row first = rows.get(0);
        if (first.getLong(1) == null) {
            fail(Code.UNAVAILABLE.refuse("another node has the room", RETRY_AFTER_MS));
            return;
        }
        List<OpenTurn> turns = rows.stream()
                .filter(row -> row.getString(4) != null)
                .map(row -> turn(room(), row))
                .toList();
        succeed(new Claim(
                first.getLong(1),
                first.getLong(2),
                turns,
                first.getBoolean(3),
                RoomOptions.of(first.getString(13)),
                first.getLong(14),
                first.getBoolean(15)));
    }

    private static OpenTurn turn(String room, Row row) {
        Author asker = Author.ofStored(row.getString(8), row.getString(9), row.getString(10));
        Turn turn = new Turn(
                room, row.getString(4), row.getString(5), row.getInteger(6), row.getLong(7), asker, row.getInteger(11));
        return new OpenTurn(turn, TurnProgress.stored(row.getString(12)));
    }
}
