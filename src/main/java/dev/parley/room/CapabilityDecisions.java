package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.capability.Capability;
import dev.parley.capability.Contributions;
import dev.parley.capability.Decision;
import dev.parley.capability.Owned;
import dev.parley.capability.RoomRequest;
import dev.parley.capability.RoomRules;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Barrier;
import dev.parley.room.log.EventLog;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the rules of capabilities decide about a room, one command after the other: each is decided once the store has
 * replied to the one before. Messages decide on nothing here, and go on beside.
 *
 * <p>What rules know of the room is loaded before the first decision, and again after a commit that was not stored.
 * Rules that throw cost their sender one reply, {@code internal}; the room goes on. On the room's context; at most
 * {@link Barrier#PENDING_MAX} commands wait or are under way.
 */
final class CapabilityDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(CapabilityDecisions.class);
    private static final long RETRY_AFTER_MS = 1000;

    private final RoomSettings settings;
    private final Contributions contributions;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final EventLog eventLog;
    /** By capability. */
    private final Map<String, Knowing<?>> knowing = new HashMap<>(1);

    private final Barrier barrier = new Barrier();

    CapabilityDecisions(RoomSettings settings, Room room, RoomLifecycle lifecycle, EventLog eventLog) {
        this.settings = settings;
        this.contributions = settings.contributions();
        this.room = room;
        this.lifecycle = lifecycle;
        this.eventLog = eventLog;
    }

    /** The reply comes once the decision is stored. Throws a {@link Refusal}, or fails with it. */
    Future<RoomReply> decide(RoomCommand.Decide command) {
        Owned<RoomRules<?>> rules = contributions
                .rules(command.capability())
                .filter(known -> command.version() <= known.what().version())
                .orElseThrow(() -> Code.UNAVAILABLE.refuse(
                        "this node does not understand version " + command.version() + " of " + command.capability(),
                        RETRY_AFTER_MS));
        Knowing<?> known = knowing.computeIfAbsent(command.capability(), name -> new Knowing<>(rules, rules.what()));
        return barrier.decide(() -> known.decide(command));
    }

    /** Has what the rules know of this room loaded again before the next decision. */
    Future<Void> forget() {
        return barrier.decide(() -> {
            knowing.values().forEach(Knowing::forget);
            return Future.succeededFuture();
        });
    }

    /**
     * Commits what takes something of the room away, and with it what capabilities have of that, while no decision is
     * under way. Afterwards the rules load what they know again.
     *
     * @param own what goes of one capability: rows of its own tables
     * @param commit is given what goes of all of them
     */
    <T> Future<T> takeAway(Function<RoomRules<?>, List<Effect>> own, Function<List<Effect>, Future<T>> commit) {
        return contributions.allRules().isEmpty()
                ? commit.apply(List.of())
                : barrier.decide(() -> takeAway(commit, rowsOf(own)));
    }

    private <T> Future<T> takeAway(Function<List<Effect>, Future<T>> commit, List<Effect> rows) {
        Future<T> taken = commit.apply(rows);
        return rows.isEmpty() ? taken : taken.onComplete(v -> knowing.values().forEach(Knowing::forget));
    }

    private List<Effect> rowsOf(Function<RoomRules<?>, List<Effect>> own) {
        List<Effect> rows = new ArrayList<>();
        for (Owned<RoomRules<?>> each : contributions.allRules()) {
            try {
                List<Effect> theirs = own.apply(each.what());
                Decision.checkOwned(each.capability(), theirs);
                rows.addAll(theirs);
            } catch (RuntimeException e) {
                throw broken(each.capability(), e);
            }
        }
        return rows;
    }

    private Refusal broken(Capability capability, Throwable failure) {
        LOG.error("room {}: the rules of {} failed", room.name(), capability.name(), failure);
        return Code.INTERNAL.refuse("the rules of " + capability.name() + " failed");
    }

    /** The rules of one capability, and what they know of this room. */
    private final class Knowing<S> {
        private final Owned<?> owner;
        private final RoomRules<S> rules;
        /** Null when it has to be loaded. */
        private Future<S> known;

        Knowing(Owned<?> owner, RoomRules<S> rules) {
            this.owner = owner;
            this.rules = rules;
        }

        void forget() {
            known = null;
        }

        /** What was stored under this id is not decided again: it might be refused now. */
        Future<RoomReply> decide(RoomCommand.Decide command) {
            if (lifecycle.isLeaving()) {
                return Future.failedFuture(RoomLifecycle.refusal());
            }
            String from = command.by().author().id();
            return command.id() == null
                    ? decideNew(command)
                    : settings.store()
                            .history()
                            .sent(room.name(), from, command.id())
                            .compose(sent -> sent.isPresent()
                                    ? again(
                                            sent.get().seq(),
                                            sent.get().ts(),
                                            sent.get().isSame(digest(command)))
                                    : decideNew(command));
        }

        private Future<RoomReply> again(long seq, long ts, boolean isSame) {
            return isSame
                    ? Future.succeededFuture(new RoomReply.Decided(seq, ts, true, new byte[0]))
                    : Future.failedFuture(Code.CONFLICT.refuse("this id was used for something else"));
        }

        private Future<RoomReply> decideNew(RoomCommand.Decide command) {
            if (lifecycle.isLeaving()) {
                return Future.failedFuture(RoomLifecycle.refusal());
            }
            if (known == null) {
                known = load();
            }
            return known.onFailure(e -> known = null).recover(this::refused).compose(state -> {
                if (lifecycle.isLeaving()) {
                    return Future.failedFuture(RoomLifecycle.refusal());
                }
                try {
                    room.check(Principal.of(command.by()), Action.ACT, null); // it may have waited for its turn
                    return store(command, judge(state, command));
                } catch (RuntimeException e) {
                    return refused(e);
                }
            });
        }

        private Future<S> load() {
            try {
                return rules.load(room.name());
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        }

        private Decision<S> judge(S state, RoomCommand.Decide command) {
            return rules.decide(
                    state,
                    new RoomRequest(
                            room.name(),
                            room.seq(),
                            command.by(),
                            command.id(),
                            command.version(),
                            command.bytes(),
                            now()));
        }

        private Future<RoomReply> store(RoomCommand.Decide command, Decision<S> decision) {
            if (decision.events().isEmpty() && decision.effects().isEmpty()) {
                known = Future.succeededFuture(decision.next());
                return Future.succeededFuture(new RoomReply.Decided(0, now(), false, decision.reply()));
            }
            decision.checkOwnedBy(owner.capability());
            Commit commit = commit(command, decision);
            return eventLog.commit(commit, () -> {
                        known = null;
                        room.notStored(commit);
                    })
                    .onFailure(e -> known = null)
                    .compose(committed -> reply(committed, commit.ts(), decision));
        }

        private Future<RoomReply> reply(Committed committed, long ts, Decision<S> decision) {
            if (committed instanceof Committed.Stored stored) {
                known = Future.succeededFuture(decision.next());
                long seq = decision.events().isEmpty() ? 0 : stored.last();
                return Future.succeededFuture(new RoomReply.Decided(seq, ts, false, decision.reply()));
            }
            if (committed instanceof Committed.Duplicate first) {
                return again(first.seq(), first.ts(), first.same());
            }
            Code code = committed instanceof Committed.Refused refused ? refused.code() : Code.INTERNAL;
            return Future.failedFuture(code.refuse("the store refused this"));
        }

        private <T> Future<T> refused(Throwable failure) {
            return Future.failedFuture(Refusal.of(failure, e -> broken(owner.capability(), e)));
        }
    }

    private Commit commit(RoomCommand.Decide command, Decision<?> decision) {
        boolean hasKey = command.id() != null && !decision.events().isEmpty();
        Commit.Cause cause =
                hasKey ? new Commit.Cause(command.by().author().id(), command.id(), digest(command)) : null;
        List<Commit.NewEvent> events = new ArrayList<>();
        for (Decision.Said said : decision.events()) {
            boolean isFirst = events.isEmpty();
            events.add(new Commit.NewEvent(
                    said.type(),
                    isFirst && hasKey ? command.id() : settings.ids().get(),
                    command.by().author(),
                    said.body()));
        }
        return room.commit(now(), cause, events, decision.effects());
    }

    private long now() {
        return settings.clock().millis();
    }

    private static String digest(RoomCommand.Decide command) {
        String bytes = new String(command.bytes(), StandardCharsets.ISO_8859_1);
        return Content.digest(command.capability() + ' ' + command.version() + ' ' + bytes);
    }
}
