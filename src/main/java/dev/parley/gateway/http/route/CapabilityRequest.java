package dev.parley.gateway.http.route;

import dev.parley.auth.Identity;
import dev.parley.capability.HttpCall;
import dev.parley.capability.HttpRoute;
import dev.parley.capability.Owned;
import dev.parley.capability.RoomReceipt;
import dev.parley.config.Limits;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A request as a capability sees it. On the gateway's context. */
final class CapabilityRequest implements HttpCall {
    private final Owned<HttpRoute> route;
    private final RoutingContext ctx;
    private final Identity identity;
    private final String address;
    private final SubscribedRooms rooms;
    private final Limits limits;
    /** Null where the path is about no room. */
    private final String room;

    /** Throws {@code bad_frame} when the room has no valid name. */
    CapabilityRequest(
            Owned<HttpRoute> route,
            RoutingContext ctx,
            Identity identity,
            String address,
            SubscribedRooms rooms,
            Limits limits) {
        this.route = route;
        this.ctx = ctx;
        this.identity = identity;
        this.address = address;
        this.rooms = rooms;
        this.limits = limits;
        this.room = route.what().inRoom().isPresent() ? stored(ctx.pathParam("room")) : null;
    }

    private String stored(String named) {
        return EntryPoint.SOCKET.resolve(named, null, identity.user());
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public String room() {
        if (room == null) {
            throw new IllegalStateException("this route is not about a room");
        }
        return room;
    }

    @Override
    public String roomNamed(String name) {
        return stored(name);
    }

    @Override
    public String path(String name) {
        return ctx.pathParam(name);
    }

    @Override
    public String query(String name) {
        return ctx.request().getParam(name);
    }

    @Override
    public long number(String name, long absent, long least, long most) {
        return JsonEndpoint.number(ctx, name, absent, least, most);
    }

    @Override
    public JsonObject body() {
        int most = route.what().bodyMax();
        if (!ctx.body().isEmpty() && ctx.body().length() > most) {
            throw Code.TOO_LARGE.refuse("the body is over " + most + " bytes");
        }
        return JsonEndpoint.body(ctx, limits.jsonFields());
    }

    @Override
    public Future<RoomReceipt> command(String id, int version, byte[] bytes) {
        Speaker by = new Speaker(identity.author(), identity.role(), address);
        return rooms.request(room(), new RoomCommand.Decide(route.capability().name(), version, bytes, id, by))
                .map(reply -> (RoomReply.Decided) reply)
                .map(decided -> new RoomReceipt(decided.seq(), decided.ts(), decided.duplicate(), decided.bytes()));
    }
}
