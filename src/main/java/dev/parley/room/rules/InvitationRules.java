package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.config.Limits;
import dev.parley.messages.Administration.Invite;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomRole;
import dev.parley.model.Standing;
import dev.parley.store.RosterTables;
import dev.parley.store.Rosters.Invitation;
import java.util.List;
import java.util.Optional;

/** Who may invite to a room, and whom an invitation lets in. Pure. */
public final class InvitationRules {
    private final Room room;
    private final Limits limits;
    private final MemberRules members;

    public InvitationRules(Room room, Limits limits, MemberRules members) {
        this.room = room;
        this.limits = limits;
        this.members = members;
    }

    /** Throws a {@link Refusal} unless somebody may invite to such a role. */
    public void permit(Principal who, RoomRole role) {
        room.check(who, Action.MANAGE_MEMBERS, null);
        MemberRules.requireMembers(room);
        if (!AccessRules.mayManage(room.rank(who), null, role)) {
            throw Code.FORBIDDEN.refuse("nobody invites to a role at or above their own, but owners invite owners");
        }
    }

    /** What is to be stored for a new one, when there are so many; those that are over go. */
    public Ruling invite(Principal who, Invite wanted, long others, List<String> over) {
        permit(who, wanted.role());
        if (others >= limits.invitations()) {
            throw Code.TOO_LARGE.refuse(
                    "the room has " + limits.invitations() + " invitations already (limits.invitations)");
        }
        Ruling ruling = Ruling.of(Ruling.Kind.INVITED, null)
                .invitation(new Invitation(
                        room.name(),
                        wanted.hash(),
                        room.seq(),
                        wanted.role(),
                        who.user(),
                        wanted.uses() == 0 ? null : (long) wanted.uses(),
                        wanted.expiresAt(),
                        wanted.guests()));
        over.forEach(hash -> ruling.without(RosterTables.INVITATIONS, "hash", hash));
        return ruling;
    }

    /**
     * What is to be stored when somebody takes an invitation; empty for a member. Throws {@code not_found}, with the
     * same text whatever is wrong with the invitation.
     *
     * @param removedAt the {@code seq} at which this user was taken out of the room
     * @param makerRemovedAt the same of whoever made the invitation
     */
    public Ruling join(
            Principal who,
            Optional<Invitation> found,
            Optional<Long> removedAt,
            Optional<Long> makerRemovedAt,
            long now) {
        Invitation invitation =
                found.filter(each -> each.room().equals(room.name())).orElseThrow(InvitationRules::notFound);
        if (room.options().access() == RoomAccess.OPEN) {
            throw notFound();
        }
        if (room.roster().role(who.user()) != null) {
            room.check(who, Action.ENTER, null);
            return Ruling.none();
        }
        boolean isUsed = invitation.usesLeft() != null && invitation.usesLeft() <= 0;
        boolean isEarlier = removedAt.filter(at -> at > invitation.madeSeq()).isPresent();
        if (isUsed || isEarlier || invitation.expiresAt() <= now || !mayStillInvite(invitation, makerRemovedAt)) {
            throw notFound();
        }
        if (who.role().isGuest() && !invitation.guests()) {
            throw Code.FORBIDDEN.refuse("this invitation is not for guests");
        }
        AccessRules.check(who, Action.ENTER, Resource.room(room.name()), as(invitation.role(), who.user()));
        members.requireSpace();
        Ruling ruling = Ruling.of(Ruling.Kind.JOINED, invitation.madeBy())
                .member(who.user(), invitation.role(), invitation.madeBy());
        return invitation.usesLeft() == null ? ruling : ruling.invitation(used(invitation));
    }

    private static Refusal notFound() {
        return Code.NOT_FOUND.refuse("no such invitation");
    }

    /** Whoever was no member when inviting was an admin: only a removal since then takes that right. */
    private boolean mayStillInvite(Invitation invitation, Optional<Long> makerRemovedAt) {
        String maker = invitation.madeBy();
        if (room.roster().role(maker) == null) {
            return makerRemovedAt.filter(at -> at > invitation.madeSeq()).isEmpty();
        }
        Principal who = new Principal(maker, Role.MEMBER, List.of("*"));
        return room.allows(who, Action.MANAGE_MEMBERS)
                && AccessRules.mayManage(room.rank(who), null, invitation.role());
    }

    /** How a user would stand with this role. */
    private Standing as(RoomRole role, String user) {
        Standing now = room.standing(user);
        return new Standing(true, now.access(), now.speak(), now.writeState(), role, now.mute(), now.kick());
    }

    private static Invitation used(Invitation invitation) {
        return new Invitation(
                invitation.room(),
                invitation.hash(),
                invitation.madeSeq(),
                invitation.role(),
                invitation.madeBy(),
                invitation.usesLeft() - 1,
                invitation.expiresAt(),
                invitation.guests());
    }
}
