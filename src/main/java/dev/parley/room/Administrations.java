package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.cluster.ClusterLevel;
import dev.parley.messages.Administration;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Removal;
import dev.parley.model.RoomOptions;
import dev.parley.model.Sanction;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Decisions;
import dev.parley.room.log.EventLog;
import dev.parley.room.rules.InvitationRules;
import dev.parley.room.rules.MemberRules;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.Ruling;
import dev.parley.room.rules.SanctionRules;
import dev.parley.room.rules.SettingsRules;
import dev.parley.room.rules.VisitNotes;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.Rosters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out changes of a room's settings, members and sanctions, one after the other: each is decided by the room as
 * it is stored, and the reply comes once its commit is.
 *
 * <p>Whoever is taken out types no more, and their turns are cancelled; that they are gone the gateways tell, which
 * alone know them all. A {@link Refusal} is for the sender. On the room's context; bounded as {@link Decisions}.
 */
final class Administrations {
    /** Invitations that are over and go when one is made. */
    private static final int OVER_MAX = 100;

    private final RoomSettings settings;
    private final Room room;
    private final Decisions decisions;
    private final EventLog eventLog;
    private final Turns turns;
    private final PresenceNotices presenceNotices;
    private final RoomDeletion deletion;
    private final Rosters rosters;
    private final SettingsRules settingsRules;
    private final MemberRules memberRules;
    private final InvitationRules invitationRules;
    private final SanctionRules sanctionRules;
    private final VisitNotes visits = new VisitNotes();

    Administrations(
            RoomSettings settings,
            Room room,
            Decisions decisions,
            EventLog eventLog,
            Turns turns,
            PresenceNotices presenceNotices,
            RoomDeletion deletion) {
        this.settings = settings;
        this.room = room;
        this.decisions = decisions;
        this.eventLog = eventLog;
        this.turns = turns;
        this.presenceNotices = presenceNotices;
        this.deletion = deletion;
        this.rosters = settings.store().rosters();
        this.settingsRules = new SettingsRules(room);
        this.memberRules = new MemberRules(room, settings.limits());
        this.invitationRules = new InvitationRules(room, settings.limits(), memberRules);
        this.sanctionRules = new SanctionRules(room, settings.limits());
    }

    /** Throws a {@link Refusal}, or fails with it. */
    Future<RoomReply> administer(RoomCommand.Administer command) {
        if (!settings.membership().isOn(ClusterLevel.MEMBERSHIP)) {
            throw ClusterLevel.MEMBERSHIP.refusal();
        }
        return command.what().handledBy(new Call(command));
    }

    /** What a node of an earlier build wants set: of assistants alone, and no event tells of it. */
    Future<RoomReply> configure(RoomCommand.Configure command) {
        return decisions
                .commit(() -> {
                    room.check(command.by(), Action.CONFIGURE_ALL, null);
                    RoomOptions wanted =
                            room.options().withAssistants(command.options().assistants());
                    return room.change(now(), new Effect.SetOptions(wanted));
                })
                .map(new RoomReply.Done(0));
    }

    /**
     * If this principal is a visitor, completes once the audit trail tells of it; it does so once in a while for each.
     */
    Future<Void> tellVisit(Principal who) {
        long now = now();
        if (!room.isVisit(who) || !visits.isNew(who.user(), now)) {
            return Future.succeededFuture();
        }
        visits.add(who.user(), now);
        Author author = new Author(who.user(), who.user(), Author.Kind.USER);
        return commit(Ruling.entered(), author)
                .onFailure(e -> visits.remove(who.user()))
                .mapEmpty();
    }

    /** Completes with the {@code seq} of the ruling's event; 0 for none. */
    private Future<Long> commit(Ruling ruling, Author by) {
        if (ruling.isEmpty()) {
            return Future.succeededFuture(0L);
        }
        Commit commit = room.commit(ruling, by, now());
        return eventLog.commit(commit, () -> room.notStored(commit)).compose(committed -> {
            if (!(committed instanceof Committed.Stored stored)) {
                return Future.failedFuture(Code.INTERNAL.refuse("the store's reply was " + committed));
            }
            onStored(ruling);
            return Future.succeededFuture(commit.events().isEmpty() ? 0L : stored.first());
        });
    }

    private void onStored(Ruling ruling) {
        Removal removal = ruling.change().removal();
        if (removal != null) {
            presenceNotices.stopTyping(removal::names);
            turns.cancelOf(removal);
        }
        ruling.change().sanctions(Sanction.Kind.MUTE).stream()
                .filter(mute -> mute.sanction().until() > 0)
                .forEach(mute -> presenceNotices.stopTyping(mute.user()));
    }

    private long now() {
        return settings.clock().millis();
    }

    /** One command, by the one who wants it. */
    private final class Call implements Administration.Handler<Future<RoomReply>> {
        private final RoomCommand.Administer command;
        private final Speaker by;
        private final Principal who;

        Call(RoomCommand.Administer command) {
            this.command = command;
            this.by = command.by();
            this.who = command.principal();
        }

        @Override
        public Future<RoomReply> changeSettings(Administration.ChangeSettings change) {
            return decisions.decide(() -> {
                Ruling ruling = settingsRules.change(who, new JsonObject(change.changes()));
                return commit(ruling).map(seq -> new RoomReply.Settings(seq, now(), ruling.isMaking(), room.options()));
            });
        }

        @Override
        public Future<RoomReply> deleteRoom(Administration.DeleteRoom wanted) {
            return deletion.delete(command);
        }

        @Override
        public Future<RoomReply> setMember(Administration.SetMember change) {
            return decide(() -> memberRules.set(who, user(change.user()), change.role()));
        }

        @Override
        public Future<RoomReply> invite(Administration.Invite wanted) {
            return decisions.decide(() -> {
                invitationRules.permit(who, wanted.role());
                Future<Long> others = rosters.countInvitations(room.name(), now());
                Future<List<String>> over = rosters.expiredInvitations(room.name(), now(), OVER_MAX);
                return Future.all(others, over)
                        .compose(v -> commit(invitationRules.invite(who, wanted, others.result(), over.result())))
                        .map(this::stored);
            });
        }

        @Override
        public Future<RoomReply> join(Administration.Join join) {
            return decisions.decide(() -> rosters.invitation(join.hash()).compose(found -> {
                Future<Optional<Long>> removedAt = rosters.removedAt(room.name(), who.user());
                Future<Optional<Long>> makerRemovedAt = found.map(
                                invitation -> rosters.removedAt(room.name(), invitation.madeBy()))
                        .orElse(removedAt);
                return Future.all(removedAt, makerRemovedAt)
                        .compose(v -> commit(
                                invitationRules.join(who, found, removedAt.result(), makerRemovedAt.result(), now())))
                        .map(seq -> new RoomReply.Joined(seq, room.roster().role(who.user())));
            }));
        }

        @Override
        public Future<RoomReply> sanction(Administration.Impose sanction) {
            user(sanction.user());
            return decide(() -> sanctionRules.impose(who, sanction, now()));
        }

        @Override
        public Future<RoomReply> makeDirect(Administration.MakeDirect direct) {
            direct.users().forEach(this::user);
            return decide(() -> memberRules.direct(who, direct.users()));
        }

        @Override
        public Future<RoomReply> visit(Administration.Visit visit) {
            room.check(who, Action.ENTER, null);
            return tellVisit(who).map(new RoomReply.Done(0));
        }

        @Override
        public Future<RoomReply> adopt(Administration.Adopt adoption) {
            String guest = user(adoption.guest());
            return decisions.decide(() -> commit(sanctionRules.adopt(guest, who.user(), now()))
                    .compose(struck ->
                            commit(memberRules.adopt(guest, who.user())).map(seq -> stored(Math.max(struck, seq)))));
        }

        private Future<RoomReply> decide(Supplier<Ruling> ruling) {
            return decisions.decide(() -> commit(ruling.get()).map(this::stored));
        }

        private Future<Long> commit(Ruling ruling) {
            return Administrations.this.commit(ruling, by.author());
        }

        private RoomReply stored(long seq) {
            return new RoomReply.Stored(null, seq, now(), false);
        }

        /** What no store takes is refused here: a commit that fails has the room loaded again. */
        private String user(String id) {
            if (id == null || id.isEmpty() || id.indexOf('\0') >= 0) {
                throw Code.BAD_FRAME.refuse("not the id of a user");
            }
            return id;
        }
    }
}
