package dev.parley.store.postgres;

import dev.parley.cluster.Lease;
import dev.parley.cluster.Leases;
import dev.parley.cluster.LiveNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    public Future<Lease> renew(LiveNode me, Duration length) {
        return questions.ask(
                """
                WITH me AS (
                  INSERT INTO nodes (id, cluster, ready, gateways, bus, hears, renewed_at, lease_until)
                  SELECT $1, $6, $2, $3, $5, $7, t.now, t.now + $4 * interval '1 millisecond'
                  FROM (SELECT clock_timestamp() AS now) t
                  ON CONFLICT (id) DO UPDATE SET cluster = excluded.cluster, ready = excluded.ready,
                    gateways = excluded.gateways, bus = excluded.bus, hears = excluded.hears,
                    renewed_at = excluded.renewed_at, lease_until = excluded.lease_until
                  RETURNING id, cluster, ready, gateways, bus, hears
                ), gone AS (
                  DELETE FROM nodes WHERE id <> $1 AND lease_until < clock_timestamp() - interval '1 hour'
                )
                SELECT clock_timestamp(), id, cluster, ready, gateways, bus, hears FROM me
                UNION ALL
                SELECT clock_timestamp(), id, cluster, ready, gateways, bus, hears
                FROM nodes WHERE id <> $1 AND lease_until > clock_timestamp()
                ORDER BY id""",
                Tuple.of(me.node(), me.ready(), me.gateways(), (double) length.toMillis(), me.bus())
                        .addString(me.cluster())
                        .addArrayOfString(me.hears() == null ? null : me.hears().toArray(String[]::new)),
                rows -> {
                    List<LiveNode> live = new ArrayList<>(rows.size());
                    Instant now = null;
                    for (Row row : rows) {
                        now = row.getOffsetDateTime(0).toInstant();
                        live.add(node(row));
                    }
                    return new Lease(List.copyOf(live), now);
                });
    }

    private static LiveNode node(Row row) {
        String[] hears = row.getArrayOfStrings(6);
        return new LiveNode(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getInteger(4),
                row.getString(5),
                hears == null ? null : Set.of(hears));
    }

    @Override
    public Future<Optional<String>> otherCluster(String name) {
        return questions.ask(
                "SELECT cluster FROM nodes WHERE lease_until > clock_timestamp() AND cluster <> $1 LIMIT 1",
                Tuple.of(name),
                rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
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
