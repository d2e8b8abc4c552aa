package dev.parley.capability;

import dev.parley.access.Access;
import dev.parley.config.Limits;
import dev.parley.config.Sections;
import dev.parley.store.Database;
import dev.parley.store.History;
import dev.parley.store.TurnStore;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What a capability gets of its node.
 *
 * @param sections among them the capability's own
 * @param database its own tables
 * @param history events of rooms
 * @param turns of assistants
 * @param access what a route or frame cannot name as its {@code inRoom}
 * @param node its name in the cluster
 * @param messages to the same capability on other nodes
 * @param rooms to its rules in any room
 * @param ids makes unique texts
 */
public record CapabilityServices(
        Vertx vertx,
        Sections sections,
        Limits limits,
        Database database,
        History history,
        TurnStore turns,
        Access access,
        String node,
        NodeMessages messages,
        RoomCaller rooms,
        CapabilityMeters meters,
        Clock clock,
        Supplier<String> ids) {

    /** What the configuration says about this capability. */
    public <C extends Record> C config(Class<C> type) {
        return sections.get(type);
    }
}
