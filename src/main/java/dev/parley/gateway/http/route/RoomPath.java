package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.gateway.connection.EntryPoint;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Finds the room that a request's path names, for a user who may do there what the request wants. Stateless. */
record RoomPath(Access access) {

    /** The room's stored name; what the user may do there is still to be asked. Throws {@code bad_frame}. */
    static String name(RoutingContext ctx, Identity identity) {
        return EntryPoint.SOCKET.resolve(ctx.pathParam("room"), null, identity.user());
    }

    /** The room's stored name; fails with {@code forbidden} when the user may not do that there. */
    Future<String> room(RoutingContext ctx, Identity identity, Action action) {
        String room = name(ctx, identity);
        return access.check(identity.principal(), action, room).map(room);
    }
}
