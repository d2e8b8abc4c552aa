package dev.parley.messages;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a gateway can be asked, on {@link Addresses#roster}. */
public sealed interface GatewayQuery {

    /** Which users it has in each of these rooms. */
    record Roster(List<String> rooms) implements GatewayQuery {}

    /** The answers. */
    sealed interface Reply {
        /** Rooms without users are left out. */
        record Users(Map<String, Set<String>> byRoom) implements Reply {}
    }
}
