package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.DirectRooms;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses every request about a direct room, whatever its method and the rest of its path, unless its user may enter
 * the room: nobody else learns which direct rooms there are. Mounted before everything about rooms. Stateless.
 */
public final class DirectRoomGuard {
    private final Access access;
    private final RequestAuth requestAuth;

    public DirectRoomGuard(Access access, RequestAuth requestAuth) {
        this.access = access;
        this.requestAuth = requestAuth;
    }

    /** {@code path} names the room as {@code :room}, at its end. Bodies must have been read. */
    public void mount(Router router, String path) {
        router.route(path).handler(this::guard);
        router.route(path + "/*").handler(this::guard);
    }

    private void guard(RoutingContext ctx) {
        String room = ctx.pathParam("room");
        if (!DirectRooms.isDirect(room)) {
            ctx.next();
            return;
        }
        requestAuth
                .identify(ctx.request())
                .compose(identity -> access.check(identity.principal(), Action.ENTER, room))
                .onSuccess(v -> ctx.next())
                .onFailure(e -> Problem.respond(ctx, e));
    }
}
