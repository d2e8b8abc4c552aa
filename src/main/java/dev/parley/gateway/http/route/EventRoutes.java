package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.RequestAuth;
import io.vertx.ext.web.Router;

/**
 * {@code /api/rooms/{room}/events} and {@code …/signals}: sends custom events, stored and not stored ones. Limits:
 * {@code limits.event}, {@code limits.messages}; {@code limits.signal}, {@code limits.signals}, {@code
 * limits.signalTo}; {@code limits.depth} for both.
 */
public final class EventRoutes {
    private static final String EVENTS = "/api/rooms/:room/events";
    private static final String SIGNALS = "/api/rooms/:room/signals";

    private final FrameEndpoint frames;

    public EventRoutes(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.frames = new FrameEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.post(EVENTS)
                .handler(frames.sending(Action.ACT, 201, ctx -> frames.reader().emit(frames.body(ctx))));
        JsonEndpoint.allowOnly(router, EVENTS, "POST");
        router.post(SIGNALS)
                .handler(frames.sending(Action.ACT, 200, ctx -> frames.reader().signal(frames.body(ctx))));
        JsonEndpoint.allowOnly(router, SIGNALS, "POST");
    }
}
