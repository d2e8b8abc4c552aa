package dev.parley.messages;

import dev.parley.bus.Wire;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A question to a gateway, at {@link Addresses#roster}. */
@Wire("GatewayQuery")
public sealed interface GatewayQuery {

    /** Which users it has in each of these rooms. */
    @Wire("Roster")
    record Roster(List<String> rooms) implements GatewayQuery {}

    /** The answers. */
    @Wire("GatewayQuery.Reply")
    sealed interface Reply {
        /** Rooms without users are left out. */
        @Wire("Users")
        record Users(Map<String, Set<String>> byRoom) implements Reply {}
    }
}
