package dev.parley.store;

import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import java.util.List;
import java.util.Map;

/**
 * A room's members and sanctions as they are stored. A value.
 *
 * @param members by their user ids
 * @param sanctions by the user's id, also those that are over
 */
public record Roster(Map<String, RoomRole> members, Map<String, List<Sanction>> sanctions) {
    public static final Roster EMPTY = new Roster(Map.of(), Map.of());

    public Roster {
        members = Map.copyOf(members);
        sanctions = Map.copyOf(sanctions);
    }
}
