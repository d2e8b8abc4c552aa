package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.route.AdministrationEndpoint.AboutRoom;
import dev.parley.messages.Administration;
import dev.parley.model.Sanction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Set;

/**
 * {@code /api/rooms/{room}/mutes/{user}} and {@code …/kicks/{user}}: takes from a user the right to say anything in a
 * room, or to be there, for a time; and gives it back. Limit: {@code limits.sanctions}.
 */
public final class SanctionRoutes {
    private static final String MUTE = "/api/rooms/:room/mutes/:user";
    private static final String KICK = "/api/rooms/:room/kicks/:user";
    private static final long KICK_DEFAULT_MS = 10 * 60_000L;
    private static final String KICK_MAX = "30d";
    /** The end of the year 9999. */
    private static final long UNTIL_MAX = 253_402_300_799_999L;

    private final Clock clock;
    private final AdministrationEndpoint endpoint;

    public SanctionRoutes(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.clock = settings.clock();
        this.endpoint = new AdministrationEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(MUTE).handler(endpoint.inRoom(Action.MODERATE, this::mute));
        router.delete(MUTE).handler(endpoint.inRoom(Action.MODERATE, about -> lift(about, Sanction.Kind.MUTE)));
        JsonEndpoint.allowOnly(router, MUTE, "POST, DELETE");
        router.post(KICK).handler(endpoint.inRoom(Action.MODERATE, this::kick));
        router.delete(KICK).handler(endpoint.inRoom(Action.MODERATE, about -> lift(about, Sanction.Kind.KICK)));
        JsonEndpoint.allowOnly(router, KICK, "POST, DELETE");
    }

    private Future<JsonResponse> mute(AboutRoom about) {
        StrictBody body = endpoint.body(about.ctx(), Set.of("until"));
        if (!body.has("until")) {
            return impose(about, Sanction.Kind.MUTE, Sanction.FOR_EVER);
        }
        long until = body.number("until", 0, UNTIL_MAX);
        if (until <= clock.millis()) {
            throw StrictBody.bad("until must be a time to come, in milliseconds since the epoch");
        }
        return impose(about, Sanction.Kind.MUTE, until);
    }

    private Future<JsonResponse> kick(AboutRoom about) {
        StrictBody body = endpoint.body(about.ctx(), Set.of("for"));
        long span = body.has("for") ? body.span("for", "1s", KICK_MAX) : KICK_DEFAULT_MS;
        return impose(about, Sanction.Kind.KICK, clock.millis() + span);
    }

    private Future<JsonResponse> impose(AboutRoom about, Sanction.Kind kind, long until) {
        return endpoint.store(about, new Administration.Impose(about.user(), kind, until))
                .map(stored -> {
                    JsonObject json = AdministrationEndpoint.json(stored);
                    return JsonResponse.ok(until == Sanction.FOR_EVER ? json : json.put("until", until));
                });
    }

    private Future<JsonResponse> lift(AboutRoom about, Sanction.Kind kind) {
        return endpoint.store(about, new Administration.Impose(about.user(), kind, 0))
                .map(new JsonResponse(204, null));
    }
}
