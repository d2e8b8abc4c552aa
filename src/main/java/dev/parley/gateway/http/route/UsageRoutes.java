package dev.parley.gateway.http.route;

import dev.parley.auth.Identity;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.Code;
import dev.parley.store.TurnStore;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageQuery.By;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * {@code GET /api/usage}: sums the tokens and time that turns took. Users see their own; services and admins see all.
 */
public final class UsageRoutes {
    private static final long SPAN_DEFAULT_MS = Duration.ofDays(30).toMillis();
    private static final int ROWS_DEFAULT = 100;
    private static final int ROWS_MAX = 1000;

    private final TurnStore turns;
    private final Clock clock;
    private final JsonEndpoint endpoint;

    public UsageRoutes(TurnStore turns, Clock clock, RequestAuth requestAuth) {
        this.turns = turns;
        this.clock = clock;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/usage").handler(endpoint.authenticated(this::usage));
        JsonEndpoint.allowOnly(router, "/api/usage", "GET, HEAD");
    }

    private Future<JsonResponse> usage(RoutingContext ctx, Identity identity) {
        return turns.usage(query(ctx, identity)).map(rows -> {
            JsonArray array = new JsonArray();
            rows.forEach(row -> array.add(json(row)));
            return JsonResponse.ok(new JsonObject().put("rows", array));
        });
    }

    private UsageQuery query(RoutingContext ctx, Identity identity) {
        long to = time(ctx, "to", Long.MAX_VALUE);
        long from = time(ctx, "from", Math.min(to, clock.millis()) - SPAN_DEFAULT_MS);
        if (from >= to) {
            throw Code.BAD_FRAME.refuse("from must be before to");
        }
        return new UsageQuery(
                by(ctx), user(ctx, identity), room(ctx, identity), ctx.request().getParam("assistant"), from, to, (int)
                        JsonEndpoint.number(ctx, "limit", ROWS_DEFAULT, 1, ROWS_MAX));
    }

    private static By by(RoutingContext ctx) {
        String by = ctx.request().getParam("by", "user");
        for (By known : By.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(by)) {
                return known;
            }
        }
        throw Code.BAD_FRAME.refuse("by must be user, room or assistant");
    }

    private static String user(RoutingContext ctx, Identity identity) {
        String user = ctx.request().getParam("user");
        if (identity.role().serves()) {
            return user;
        }
        if (user != null && !user.equals(identity.user())) {
            throw Code.FORBIDDEN.refuse("only services and admins may see others' usage");
        }
        return identity.user();
    }

    private static String room(RoutingContext ctx, Identity identity) {
        String asked = ctx.request().getParam("room");
        if (asked == null) {
            return null;
        }
        String room = EntryPoint.SOCKET.resolve(asked, null, identity.user());
        if (!identity.role().serves() && !identity.mayEnter(room)) {
            throw Code.FORBIDDEN.refuse("you may not enter this room");
        }
        return room;
    }

    /** A moment: milliseconds since the epoch, or ISO 8601 with its offset. */
    private static long time(RoutingContext ctx, String name, long absent) {
        String text = ctx.request().getParam(name);
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
