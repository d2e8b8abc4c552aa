package dev.parley.store.postgres;

import dev.parley.cluster.Leases;
import dev.parley.cluster.LiveNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Leases, as rows of {@code nodes}, by the server's clock. On a connection of their own, so that they wait for nothing else;
 * without a sync, because a lease that a crash of the server forgets is renewed or has lapsed by the time it is back.
 */
final class PostgresLeases implements Leases {
    private final Questions questions;

    PostgresLeases(Questions questions) {
        this.questions = questions;
    }

    @Override
    public Future<List<LiveNode>> renew(LiveNode me, Duration length) {
        return questions.ask(
                """
                WITH me AS (
                  INSERT INTO nodes (id, ready, gateways, renewed_at, lease_until)
                  SELECT $1, $2, $3, t.now, t.now + $4 * interval '1 millisecond' FROM (SELECT clock_timestamp() AS now) t
                  ON CONFLICT (id) DO UPDATE SET ready = excluded.ready, gateways = excluded.gateways,
                    renewed_at = excluded.renewed_at, lease_until = excluded.lease_until
                  RETURNING id, ready, gateways
                ), gone AS (
                  DELETE FROM nodes WHERE id <> $1 AND lease_until < clock_timestamp() - interval '1 hour'
                )
                SELECT id, ready, gateways FROM me
                UNION ALL
                SELECT id, ready, gateways FROM nodes WHERE id <> $1 AND lease_until > clock_timestamp()
                ORDER BY id""",
                Tuple.of(me.node(), me.ready(), me.gateways(), (double) length.toMillis()),
                rows -> {
                    List<LiveNode> live = new ArrayList<>(rows.size());
                    rows.forEach(row -> live.add(new LiveNode(row.getString(0), row.getBoolean(1), row.getInteger(2))));
                    return List.copyOf(live);
                });
    }

    @Override
    public Future<Void> suspect(String node, Duration grace) {
        return questions.ask(
                """
                UPDATE nodes SET lease_until = least(lease_until, renewed_at + $2 * interval '1 millisecond')
                WHERE id = $1""",
                Tuple.of(node, (double) grace.toMillis()),
                rows -> null);
    }

    @Override
    public Future<Void> quit(String node) {
        return questions.ask("DELETE FROM nodes WHERE id = $1", Tuple.of(node), rows -> null);
    }
}
