package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.RoomActionReader;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.RequestAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /api/rooms/{room}/messages/{seq}}: edits and deletes messages, and reacts to them. Who may is decided when it
 * is stored. Limits: {@code limits.text}, {@code limits.messages}.
 */
public final class AmendmentRoutes {
    private static final String MESSAGE = "/api/rooms/:room/messages/:seq";
    private static final String REACTION = MESSAGE + "/reactions/:emoji";

    private final FrameEndpoint frames;

    public AmendmentRoutes(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.frames = new FrameEndpoint(settings, access, requestAuth);
    }

    public void mount(Router router) {
        router.patch(MESSAGE).handler(frames.sending(Action.ACT, 200, this::edit));
        router.delete(MESSAGE).handler(frames.sending(Action.ENTER, 200, ctx -> new ClientFrame.Delete(target(ctx))));
        JsonEndpoint.allowOnly(router, MESSAGE, "PATCH, DELETE");
        router.put(REACTION).handler(frames.sending(Action.ACT, 200, ctx -> react(ctx, true)));
        router.delete(REACTION).handler(frames.sending(Action.ACT, 200, ctx -> react(ctx, false)));
        JsonEndpoint.allowOnly(router, REACTION, "PUT, DELETE");
    }

    private ClientFrame.Body edit(RoutingContext ctx) {
        return frames.reader().edit(target(ctx), frames.body(ctx));
    }

    private ClientFrame.Body react(RoutingContext ctx, boolean on) {
        return frames.reader().react(target(ctx), ctx.pathParam("emoji"), on);
    }

    private static long target(RoutingContext ctx) {
        return RoomActionReader.target(ctx.pathParam("seq"));
    }
}
