package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.cluster.ClusterLevel;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.JsonEndpoint.JsonResponse;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.messages.Administration;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Endpoints that change a room's settings, members and sanctions. The room decides who may; what is refused by the
 * token, or by what is stored, wakes no room. {@code unavailable} until every node of the cluster can deal with it.
 * Stateless.
 */
final class AdministrationEndpoint {
    private final ConnectionSettings settings;
    private final Access access;
    private final RequestAuth requestAuth;
    private final JsonEndpoint endpoint;

    AdministrationEndpoint(ConnectionSettings settings, Access access, RequestAuth requestAuth) {
        this.settings = settings;
        this.access = access;
        this.requestAuth = requestAuth;
        this.endpoint = new JsonEndpoint(requestAuth);
    }

    /** Carries out a request about a room. */
    interface InRoom {
        Future<JsonResponse> handle(AboutRoom about);
    }

    /** Carries out a request of a user. */
    interface OfUser {
        Future<JsonResponse> handle(RoutingContext ctx, Identity identity);
    }

    /** A handler of requests of a user who is known. */
    Handler<RoutingContext> ofUser(OfUser handler) {
        return endpoint.authenticated((ctx, identity) -> ready().compose(v -> handler.handle(ctx, identity)));
    }

    /** A handler of requests about the room in the path, which the token opens. */
    Handler<RoutingContext> inRoom(InRoom handler) {
        return atAnyLevel(about -> ready().compose(v -> handler.handle(about)));
    }

    /** The same for what nodes of earlier builds may understand. */
    Handler<RoutingContext> atAnyLevel(InRoom handler) {
        return endpoint.authenticated((ctx, identity) -> {
            String room = room(ctx, identity);
            return access.knock(identity.principal(), Action.ENTER, room)
                    .compose(v -> handler.handle(new AboutRoom(ctx, identity, room)));
        });
    }

    /** The same for a user who has this right there, as far as the store knows. */
    Handler<RoutingContext> inRoom(Action action, InRoom handler) {
        return endpoint.authenticated((ctx, identity) -> {
            String room = room(ctx, identity);
            return access.knock(identity.principal(), Action.ENTER, room)
                    .compose(v -> ready())
                    .compose(v -> access.check(identity.principal(), action, room))
                    .compose(v -> handler.handle(new AboutRoom(ctx, identity, room)));
        });
    }

    private static String room(RoutingContext ctx, Identity identity) {
        return EntryPoint.SOCKET.resolve(ctx.pathParam("room"), null, identity.user());
    }

    /** Fails with {@code unavailable} while a node of the cluster does not know of members. */
    Future<Void> ready() {
        return isReady() ? Future.succeededFuture() : Future.failedFuture(ClusterLevel.MEMBERSHIP.refusal());
    }

    boolean isReady() {
        return settings.isOn().test(ClusterLevel.MEMBERSHIP);
    }

    /** Has a room decide for a user. */
    Future<RoomReply> request(RoutingContext ctx, Identity identity, String room, Administration what) {
        Speaker by = new Speaker(identity.author(), identity.role(), requestAuth.address(ctx.request()));
        return settings.rooms().request(room, new RoomCommand.Administer(by, identity.principal(), what));
    }

    /** Has the room that a request is about decide. */
    Future<RoomReply> request(AboutRoom about, Administration what) {
        return request(about.ctx(), about.identity(), about.room(), what);
    }

    /** The same, answered with what was stored. */
    Future<RoomReply.Stored> store(AboutRoom about, Administration what) {
        return request(about, what).map(RoomReply.Stored.class::cast);
    }

    /** A body that may have these fields and no others. */
    StrictBody body(RoutingContext ctx, Set<String> known) {
        return StrictBody.of(ctx, settings.limits().jsonFields(), known);
    }

    /** What was stored, as a body: without {@code seq} when everything was so already. */
    static JsonObject json(RoomReply.Stored stored) {
        JsonObject json = new JsonObject();
        if (stored.seq() > 0) {
            json.put("seq", stored.seq());
        }
        return json.put("ts", stored.ts());
    }

    /** A request about a room. */
    record AboutRoom(RoutingContext ctx, Identity identity, String room) {
        /** The user whom the path names. */
        String user() {
            return UserIds.checked(ctx.pathParam("user"), "the user in the path");
        }
    }
}
