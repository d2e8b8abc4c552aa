package dev.parley.gateway.http.route;

import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.store.History;
import dev.parley.store.RoomSummary;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Shows one room to a user who may enter it: its settings, how far it is, and the user's role there. */
public record RoomView(History history, Rosters rosters, PresenceQuery presence, Clock clock) {

    /** Fails with {@code not_found} when the room does not exist for others. */
    public Future<JsonObject> of(String room, Principal who) {
        return history.room(room)
                .map(found -> found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such room")))
                .compose(found -> rosters.standing(room, who.user(), clock.millis())
                        .map(standing ->
                                new RoomSummary(room, found.seq(), found.options(), found.lastAt(), standing.role())))
                .compose(found -> presence.users(List.of(room))
                        .map(users -> RoomJson.whole(
                                found, users.getOrDefault(room, Set.of()).size())));
    }
}
