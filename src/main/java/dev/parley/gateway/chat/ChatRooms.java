package dev.parley.gateway.chat;

import dev.parley.access.Access;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.auth.Identity;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.model.DirectRooms;
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

    /**
     * A chat in a path; when there is none of that name, a room that the user may enter. The query's {@code room} names
     * a room in any case, and {@code direct:} begins a room's name: {@code forbidden} for whoever may not enter it.
     */
    Future<String> roomOf(RoutingContext ctx, Identity identity) {
        List<String> query = ctx.queryParam("room");
        String chat = ctx.pathParam("room");
        FrontEndRequest named = new FrontEndRequest(
                chat, query.isEmpty() ? null : query.get(0), new Intent.Follow(), turn -> ResumePoint.NOTHING);
        String own = roomOf(named, identity);
        if (!RoomName.isValid(chat) || !query.isEmpty() || own.equals(chat)) {
            return Future.succeededFuture(own);
        }
        return history.room(own)
                .compose(found -> found.isPresent() ? Future.succeededFuture(own) : other(own, chat, identity));
    }

    /** The same for a room that nobody may enter and one that is not there, but that direct rooms are refused. */
    private Future<String> other(String own, String chat, Identity identity) {
        if (DirectRooms.isDirect(chat)) {
            return access.check(identity.principal(), Action.ENTER, chat).map(chat);
        }
        return access.allows(identity.principal(), Action.ENTER, Resource.room(chat))
                .compose(mayEnter -> mayEnter
                        ? history.room(chat).map(found -> found.isPresent() ? chat : own)
                        : Future.succeededFuture(own));
    }

    /**
     * Whether the room is there already: a request for a stream does not make one. Fails with {@code forbidden} for
     * whoever may not enter it, whether it is there or not.
     */
    Future<Boolean> exists(String room, Identity identity) {
        return access.check(identity.principal(), Action.ENTER, room)
                .compose(v -> history.room(room))
                .map(Optional::isPresent);
    }
}
