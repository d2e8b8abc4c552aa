package dev.parley.capability;

import dev.parley.auth.Identity;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** A request of a known user, who was allowed to make it. On a gateway's context. */
public interface HttpCall {

    Identity identity();

    /** The stored name of the path's room; throws where the route is not about a room. */
    String room();

    /** The stored name of a room that a parameter names. Throws {@code bad_frame}. */
    String roomNamed(String name);

    /** A parameter of the path. */
    String path(String name);

    /** A parameter of the query; null when it is absent. */
    String query(String name);

    /** One that is a whole number of {@code least} or more; at most {@code most} counts. Throws {@code bad_frame}. */
    long number(String name, long absent, long least, long most);

    /**
     * The body, empty when there is none. Throws {@code bad_frame} when it is no JSON object, {@code too_large} when it
     * is over the route's limit.
     */
    JsonObject body();

    /**
     * Has the path's room decide by this capability's {@link RoomRules}.
     *
     * @param id the client's key, under which the first event is stored once; null when it gave none
     */
    Future<RoomReceipt> command(String id, int version, byte[] bytes);
}
