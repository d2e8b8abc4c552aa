package dev.parley.room.rules;

import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import dev.parley.store.Roster;
import dev.parley.store.Rosters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A room's members and sanctions as they are committed, and how users stand by them.
 *
 * <p>Pure; one thread at a time. At most {@code limits.roomMembers} members and {@code limits.sanctions} sanctions.
 */
public final class RoomRoster {
    private final Map<String, RoomRole> members;
    private final Map<String, List<Sanction>> sanctions;

    public RoomRoster(Roster stored) {
        this.members = new HashMap<>(stored.members());
        this.sanctions = new HashMap<>(stored.sanctions());
    }

    /** The role of a user; null for none. */
    public RoomRole role(String user) {
        return members.get(user);
    }

    /** How a user stands at this time, in a room with these options. */
    public Standing standing(String user, boolean exists, RoomOptions options, long now) {
        List<Sanction> inForce = sanctions.getOrDefault(user, List.of()).stream()
                .filter(sanction -> sanction.isInForce(now))
                .toList();
        return Rosters.standing(exists, options, members.get(user), inForce);
    }

    /** An event of the room is committed that changes members or sanctions. */
    void apply(RoomChange change) {
        throw new UnsupportedOperationException("issue 14, the room's part: " + change);
    }
}
