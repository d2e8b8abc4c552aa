package dev.parley.store.postgres;

import dev.parley.cluster.Lease;
import dev.parley.cluster.Leases;
import dev.parley.cluster.LiveNode;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases as rows of {@code nodes}, by the server's clock. Any thread.
 *
 * <p>On a connection of their own, so that they wait for nothing else. Their commits are not synced: a lease that a
 * crash of the server loses is renewed, or has lapsed, by the time the server is back.
 */
final class PostgresLeases implements Leases {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeases.class);

    private final ReadBalancer readBalancer;
    /** The last reading of the server's clock; null before the first renewal. */
    private volatile ClockReading last;

    PostgresLeases(ReadBalancer readBalancer) {
        this.readBalancer = readBalancer;
    }

    /**
     * The first node to notice that the server's clock was set compensates for it in all leases, then renews its own.
     */
    @Override
    public Future<Lease> renew(LiveNode me, Duration length) {
        long asked = Monotonic.millis();
        return renewOnce(me, length).compose(renewed -> {
            ClockReading before = last;
            ClockReading now = new ClockReading(
                    renewed.lease().storeTime().toEpochMilli(), renewed.shiftMs(), asked, Monotonic.millis());
            if (now.replaces(before)) {
                last = now;
            }
            long step = now.stepSince(before);
            return step == 0
                    ? Future.succeededFuture(renewed.lease())
                    : compensate(step, now.shiftMs()).compose(v -> renew(me, length));
        });
    }

    private Future<Void> compensate(long step, long shiftMs) {
        LOG.warn("the clock of the store's server was set by {} ms: leases continue unchanged", step);
        return readBalancer.query(
                "UPDATE lease_clock SET shift_ms = shift_ms - $1 WHERE shift_ms = $2",
                Tuple.of(step, shiftMs),
                rows -> null);
    }

    private Future<Renewed> renewOnce(LiveNode me, Duration length) {
        return readBalancer.query(
                """
                WITH t AS MATERIALIZED (
                  SELECT now, now + shift_ms * interval '1 millisecond' AS lease_time, shift_ms
                  FROM lease_clock, (SELECT clock_timestamp() AS now) c
                ), me AS (
                  INSERT INTO nodes (id, cluster, ready, gateways, bus, hears, level, renewed_at, lease_until)
                  SELECT $1, $6, $2, $3, $5, $7, $8, t.lease_time, t.lease_time + $4 * interval '1 millisecond' FROM t
                  ON CONFLICT (id) DO UPDATE SET cluster = excluded.cluster, ready = excluded.ready,
                    gateways = excluded.gateways, bus = excluded.bus, hears = excluded.hears,
                    level = excluded.level, renewed_at = excluded.renewed_at, lease_until = excluded.lease_until
                  RETURNING id, cluster, ready, gateways, bus, hears, level
                ), gone AS (
                  DELETE FROM nodes USING t WHERE id <> $1 AND lease_until < t.lease_time - interval '1 hour'
                ), live AS (
                  SELECT id, cluster, ready, gateways, bus, hears, coalesce(level, 0) AS level FROM me
                  UNION ALL
                  SELECT id, cluster, ready, gateways, bus, hears, coalesce(level, 0)
                  FROM nodes, t WHERE id <> $1 AND lease_until > t.lease_time
                ), raised AS (
                  UPDATE cluster_level SET level = of_all.level FROM (SELECT min(level) AS level FROM live) of_all
                  WHERE cluster_level.level < of_all.level
                  RETURNING cluster_level.level
                )
                SELECT t.now, id, cluster, ready, gateways, bus, hears, t.shift_ms, live.level,
                       coalesce((SELECT max(level) FROM raised), (SELECT max(level) FROM cluster_level))
                FROM live, t
                ORDER BY id""",
                Tuple.of(me.node(), me.ready(), me.gateways(), (double) length.toMillis(), me.bus())
                        .addString(me.cluster())
                        .addArrayOfString(
                                me.reaches() == null ? null : me.reaches().toArray(String[]::new))
                        .addInteger(me.level()),
                rows -> {
                    List<LiveNode> live = new ArrayList<>(rows.size());
                    Instant now = null;
                    long shiftMs = 0;
                    int level = 0;
                    for (Row row : rows) {
                        now = row.getOffsetDateTime(0).toInstant();
                        shiftMs = row.getLong(7);
                        level = row.getInteger(9);
                        live.add(node(row));
                    }
                    return new Renewed(new Lease(List.copyOf(live), now, level), shiftMs);
                });
    }

    private record Renewed(Lease lease, long shiftMs) {}

    private static LiveNode node(Row row) {
        String[] hears = row.getArrayOfStrings(6);
        return new LiveNode(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getInteger(4),
                row.getString(5),
                hears == null ? null : Set.of(hears),
                row.getInteger(8));
    }

    @Override
    public Future<Optional<String>> otherCluster(String name) {
        return readBalancer.query(
                "SELECT cluster FROM nodes WHERE lease_until > lease_time() AND cluster <> $1 LIMIT 1",
                Tuple.of(name),
                rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    @Override
    public Future<Void> suspect(String node, Duration grace) {
        return readBalancer.query(
                """
                UPDATE nodes SET lease_until = least(lease_until, renewed_at + $2 * interval '1 millisecond')
                WHERE id = $1""",
                Tuple.of(node, (double) grace.toMillis()),
                rows -> null);
    }

    @Override
    public Future<Void> quit(String node) {
        return readBalancer.query("DELETE FROM nodes WHERE id = $1", Tuple.of(node), rows -> null);
    }
}
