package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.EventType;
import dev.parley.model.Removal;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.Standing;
import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import java.time.Clock;

/**
 * What a room goes by when it judges who may do what: its options, members and sanctions, as they are committed and as
 * they will be.
 *
 * <p>While a change of them is on its way to the store, a right is needed before it and after it: nothing of somebody
 * who is taken out gets a number above the removal. Pure; one thread at a time; one change at a time.
 */
final class RoomRights {
    private final String room;
    private final RoomRoster roster;
    private final Clock clock;
    private RoomOptions options;
    private boolean exists;
    /** Null when nothing is on its way. */
    private Coming coming;

    /** What a commit will change. */
    private record Coming(Commit commit, Removal removal, RoomRoster roster, RoomOptions options) {}

    RoomRights(String room, Claim claim, RoomRoster roster, Clock clock) {
        this.room = room;
        this.roster = roster;
        this.clock = clock;
        this.options = claim.options();
        this.exists = claim.exists();
    }

    RoomRoster roster() {
        return roster;
    }

    RoomOptions options() {
        return options;
    }

    boolean exists() {
        return exists;
    }

    Standing standing(String user) {
        return roster.standing(user, exists, options, clock.millis());
    }

    /** Throws {@code forbidden} when the token alone keeps somebody out. */
    void checkToken(Principal who) {
        AccessRules.judgeToken(who, room).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Throws {@code forbidden} unless somebody may do that; {@code user} is whose it is, null for nobody's. */
    void check(Principal who, Action action, String user) {
        Resource about = new Resource(room, user);
        AccessRules.check(who, action, about, standing(who.user()));
        if (coming != null) {
            AccessRules.check(who, action, about, standingLater(who.user()));
        }
    }

    boolean allows(Principal who, Action action) {
        Resource about = Resource.room(room);
        return AccessRules.judge(who, action, about, standing(who.user())).isEmpty()
                && (coming == null
                        || AccessRules.judge(who, action, about, standingLater(who.user()))
                                .isEmpty());
    }

    private Standing standingLater(String user) {
        return coming.roster.standing(user, exists, coming.options, clock.millis());
    }

    /** How high somebody stands here. */
    int rank(Principal who) {
        return AccessRules.rank(who, room, standing(who.user()));
    }

    /** Whether a commit that is on its way takes this user out. */
    boolean isBeingRemoved(String user) {
        return coming != null && coming.removal != null && coming.removal.names(user);
    }

    /** A commit is made that may change something of this. */
    void onMade(Commit commit) {
        if (commit.events().size() == 1 && commit.event().type().equals(EventType.ROOM)) {
            RoomChange change = RoomChange.of(commit.event().body());
            coming = new Coming(commit, change.removal(), roster.after(change), options(commit));
        }
    }

    private RoomOptions options(Commit commit) {
        return commit.effects().stream()
                .filter(Effect.SetOptions.class::isInstance)
                .map(effect -> ((Effect.SetOptions) effect).options())
                .findFirst()
                .orElse(options);
    }

    /** It is known what became of a commit. */
    void onDone(Commit commit) {
        if (coming != null && coming.commit == commit) {
            coming = null;
        }
    }

    /** An event that changes members or sanctions is stored. */
    void apply(RoomChange change) {
        roster.apply(change);
        roster.prune(clock.millis());
        exists = !change.isDeletion();
    }

    /** Something is stored in the room. */
    void onStored() {
        exists = true;
    }

    void apply(RoomOptions now) {
        options = now;
    }

    /** Throws {@code not_found} unless the room exists for others. */
    void requireExists() {
        if (!exists) {
            throw Code.NOT_FOUND.refuse("no such room");
        }
    }
}
