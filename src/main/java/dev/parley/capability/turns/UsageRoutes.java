package dev.parley.capability.turns;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.capability.HttpCall;
import dev.parley.capability.HttpReply;
import dev.parley.capability.HttpRoute;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.store.TurnStore;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageQuery.By;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * {@code GET /api/usage}: sums the tokens and time that turns took. Users see their own; services and admins see all.
 */
final class UsageRoutes {
    private static final long SPAN_DEFAULT_MS = Duration.ofDays(30).toMillis();
    private static final int ROWS_DEFAULT = 100;
    private static final int ROWS_MAX = 1000;

    private final TurnStore turns;
    private final Clock clock;
    private final Access access;

    UsageRoutes(TurnStore turns, Access access, Clock clock) {
        this.turns = turns;
        this.access = access;
        this.clock = clock;
    }

    List<HttpRoute> all() {
        return List.of(HttpRoute.get("/api/usage", this::usage));
    }

    private Future<HttpReply> usage(HttpCall call) {
        Principal who = call.identity().principal();
        return whose(call, who)
                .map(user -> query(call, user))
                .compose(query -> access.check(who, Action.SEE_USAGE, new Resource(query.room(), query.user()))
                        .compose(v -> turns.usage(query)))
                .map(rows -> {
                    JsonArray array = new JsonArray();
                    rows.forEach(row -> array.add(json(row)));
                    return HttpReply.ok(new JsonObject().put("rows", array));
                });
    }

    private UsageQuery query(HttpCall call, String user) {
        long to = time(call, "to", Long.MAX_VALUE);
        long from = time(call, "from", Math.min(to, clock.millis()) - SPAN_DEFAULT_MS);
        if (from >= to) {
            throw Code.BAD_FRAME.refuse("from must be before to");
        }
        return new UsageQuery(by(call), user, room(call), call.query("assistant"), from, to, (int)
                call.number("limit", ROWS_DEFAULT, 1, ROWS_MAX));
    }

    private static By by(HttpCall call) {
        String by = Objects.requireNonNullElse(call.query("by"), "user");
        for (By known : By.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(by)) {
                return known;
            }
        }
        throw Code.BAD_FRAME.refuse("by must be user, room or assistant");
    }

    /** Who names nobody means everybody, or oneself where one may not see that. */
    private Future<String> whose(HttpCall call, Principal who) {
        String named = call.query("user");
        return named != null
                ? Future.succeededFuture(named)
                : access.allows(who, Action.SEE_USAGE, new Resource(null, null)).map(all -> all ? null : who.user());
    }

    private static String room(HttpCall call) {
        String asked = call.query("room");
        return asked == null ? null : call.roomNamed(asked);
    }

    /** A moment: milliseconds since the epoch, or ISO 8601 with its offset. */
    private static long time(HttpCall call, String name, long absent) {
        String text = call.query(name);
        if (text == null) {
            return absent;
        }
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        try {
            // A plus that was not escaped arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw Code.BAD_FRAME.refuse(
                    name + " must be milliseconds since the epoch or a time such as 2030-01-31T12:00:00Z");
        }
    }

    private static JsonObject json(UsageRow row) {
        return new JsonObject()
                .put("key", row.key())
                .put("turns", row.turns())
                .put("input", row.input())
                .put("output", row.output())
                .put("estimated", row.estimated())
                .put("millis", row.millis());
    }
}
