package dev.parley.gateway.chat;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.auth.Identity;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.model.RoomName;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Finds the room that a front end means by its chats' names. Stateless. */
record ChatRooms(History history, Access access) {
    private static final String ROOMS = "assistant:";

    /**
     * A front end's name of a chat means the user's own room with the assistant; a name that begins so is that room's.
     */
    static String roomOf(FrontEndRequest request, Identity identity) {
        boolean named = request.room() == null
                && request.chat() != null
                && request.chat().startsWith(ROOMS);
        return named
                ? EntryPoint.CHAT.resolve(request.chat(), null, identity.user())
                : EntryPoint.CHAT.resolve(request.room(), request.chat(), identity.user());
    }

    /** A chat in a path; when there is none of that name, a room. The query's {@code room} names a room in any case. */
    Future<String> roomOf(RoutingContext ctx, Identity identity) {
        List<String> query = ctx.queryParam("room");
        String chat = ctx.pathParam("room");
        FrontEndRequest named = new FrontEndRequest(
                chat, query.isEmpty() ? null : query.get(0), new Intent.Follow(), turn -> ResumePoint.NOTHING);
        String own = roomOf(named, identity);
        if (!RoomName.isValid(chat) || !query.isEmpty() || own.equals(chat)) {
            return Future.succeededFuture(own);
        }
        return access.allows(identity.principal(), Action.ENTER, Resource.room(chat))
                .compose(mayEnter -> mayEnter ? existing(own, chat) : Future.succeededFuture(own));
    }

    private Future<String> existing(String own, String chat) {
        return history.room(own)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(own)
                        : history.room(chat).map(other -> other.isPresent() ? chat : own));
    }

    /** Whether the room is there already: a request for a stream does not make one. */
    Future<Boolean> exists(String room) {
        return history.room(room).map(Optional::isPresent);
    }
}
