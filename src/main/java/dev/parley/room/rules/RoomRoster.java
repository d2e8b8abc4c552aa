package dev.parley.room.rules;

import dev.parley.model.RoomAccess;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import dev.parley.store.Roster;
import dev.parley.store.Rosters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A room's members and sanctions as they are committed, and how users stand by them.
 *
 * <p>Pure; one thread at a time. At most {@code limits.roomMembers} members and {@code limits.sanctions} sanctions that
 * are in force: whoever decides on more refuses it. Those that are over go when another one is imposed.
 */
public final class RoomRoster {
    private final Map<String, RoomRole> members;
    private final Map<String, List<Sanction>> sanctions;

    public RoomRoster(Roster stored) {
        this.members = new HashMap<>(stored.members());
        this.sanctions = new HashMap<>(stored.sanctions());
    }

    /** As it is once this change is committed. */
    RoomRoster after(RoomChange change) {
        RoomRoster next = new RoomRoster(new Roster(members, sanctions));
        next.apply(change);
        return next;
    }

    /** The role of a user; null for none. */
    public RoomRole role(String user) {
        return members.get(user);
    }

    /** How many members there are. */
    public int count() {
        return members.size();
    }

    /** Whether nobody would own the room without this user. */
    boolean isLastOwner(String user) {
        return members.get(user) == RoomRole.OWNER
                && members.values().stream()
                                .filter(role -> role == RoomRole.OWNER)
                                .count()
                        == 1;
    }

    /** How a user stands at this time, in a room with these options. */
    public Standing standing(String user, boolean exists, RoomOptions options, long now) {
        return Rosters.standing(exists, options, members.get(user), inForce(user, now));
    }

    private List<Sanction> inForce(String user, long now) {
        List<Sanction> all = sanctions.get(user);
        return all == null
                ? List.of() // most users, and each of their messages comes through here
                : all.stream().filter(sanction -> sanction.isInForce(now)).toList();
    }

    /** A sanction of a user that is in force; null for none. */
    Sanction sanction(String user, Sanction.Kind kind, long now) {
        return inForce(user, now).stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    /** How many sanctions are in force. */
    int countSanctions(long now) {
        return sanctions.values().stream()
                .mapToInt(all ->
                        (int) all.stream().filter(each -> each.isInForce(now)).count())
                .sum();
    }

    /** Sanctions that are over, at most {@code limit}. */
    List<RoomChange.Imposed> over(long now, int limit) {
        return sanctions.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(each -> !each.isInForce(now))
                        .map(each -> new RoomChange.Imposed(entry.getKey(), each)))
                .limit(limit)
                .toList();
    }

    /** Forgets the sanctions that are over. */
    void prune(long now) {
        over(now, Integer.MAX_VALUE)
                .forEach(each -> put(each.user(), new Sanction(each.sanction().kind(), 0, 0)));
    }

    /** An event of the room is committed that changes members or sanctions. */
    void apply(RoomChange change) {
        if (change.isDeletion()) {
            members.clear();
            sanctions.clear();
            return;
        }
        RoomAccess access = change.access();
        if (access == RoomAccess.PRIVATE) {
            members.clear();
        } else if (access == RoomAccess.OPEN) {
            members.values().removeIf(role -> role != RoomRole.OWNER);
        }
        for (RoomChange.RoleChange each : change.members()) {
            if (each.role() == null) {
                members.remove(each.user());
            } else {
                members.put(each.user(), each.role());
            }
        }
        for (Sanction.Kind kind : Sanction.Kind.values()) {
            change.sanctions(kind).forEach(each -> put(each.user(), each.sanction()));
        }
    }

    /** In the place of the one of its kind; one without a time takes that away. */
    private void put(String user, Sanction sanction) {
        List<Sanction> others = new ArrayList<>(sanctions.getOrDefault(user, List.of()));
        others.removeIf(each -> each.kind() == sanction.kind());
        if (sanction.until() > 0) {
            others.add(sanction);
        }
        if (others.isEmpty()) {
            sanctions.remove(user);
        } else {
            sanctions.put(user, List.copyOf(others));
        }
    }
}
