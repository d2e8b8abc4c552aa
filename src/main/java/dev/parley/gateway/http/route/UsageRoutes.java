package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.auth.Identity;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Principal;
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
    private final Access access;
    private final JsonEndpoint endpoint;

    public UsageRoutes(TurnStore turns, Clock clock, Access access, RequestAuth requestAuth) {
        this.turns = turns;
        this.clock = clock;
        this.access = access;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    public void mount(Router router) {
        JsonEndpoint.get(router, "/api/usage").handler(endpoint.authenticated(this::usage));
        JsonEndpoint.allowOnly(router, "/api/usage", "GET, HEAD");
    }

    private Future<JsonResponse> usage(RoutingContext ctx, Identity identity) {
        return query(ctx, identity.principal()).compose(turns::usage).map(rows -> {
            JsonArray array = new JsonArray();
            rows.forEach(row -> array.add(json(row)));
            return JsonResponse.ok(new JsonObject().put("rows", array));
        });
    }

    private Future<UsageQuery> query(RoutingContext ctx, Principal who) {
        long to = time(ctx, "to", Long.MAX_VALUE);
        long from = time(ctx, "from", Math.min(to, clock.millis()) - SPAN_DEFAULT_MS);
        if (from >= to) {
            throw Code.BAD_FRAME.refuse("from must be before to");
        }
        By by = by(ctx);
        return user(ctx, who).compose(user -> room(ctx, who, user)
                .map(room -> new UsageQuery(by, user, room, ctx.request().getParam("assistant"), from, to, (int)
                        JsonEndpoint.number(ctx, "limit", ROWS_DEFAULT, 1, ROWS_MAX))));
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

    /** Whose usage is asked for, null when it is everybody's; without a name, all that one may see. */
    private Future<String> user(RoutingContext ctx, Principal who) {
        String asked = ctx.request().getParam("user");
        return asked == null
                ? access.allows(who, Action.SEE_USAGE, Resource.user(null)).map(all -> all ? null : who.user())
                : access.check(who, Action.SEE_USAGE, Resource.user(asked)).map(asked);
    }

    private Future<String> room(RoutingContext ctx, Principal who, String user) {
        String asked = ctx.request().getParam("room");
        if (asked == null) {
            return Future.succeededFuture();
        }
        String room = EntryPoint.SOCKET.resolve(asked, null, who.user());
        return access.check(who, Action.SEE_USAGE, new Resource(room, user)).map(room);
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
