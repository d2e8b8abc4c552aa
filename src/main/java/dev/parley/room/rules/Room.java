package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.access.Resource;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Approve;
import dev.parley.messages.RoomCommand.Cancel;
import dev.parley.messages.RoomCommand.Configure;
import dev.parley.messages.RoomCommand.Enter;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.RoomCommand.Signal;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Refusal;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomOptions;
import dev.parley.model.Standing;
import dev.parley.model.StateAccess;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.TurnEnd;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rules of one room, without a server: what may be said, what is stored for it, who is there, which turns run.
 *
 * <p>What is to be stored is made here ({@link #say}, {@link #endTurn}, {@link #commit}) and takes effect once the
 * store has it ({@link #stored}, {@link #notStored}). Methods that may refuse throw a {@link Refusal} and leave
 * everything as it was. Pure: time and ids are passed in. One thread at a time.
 */
public final class Room {
    private final String name;
    private final long epoch;
    private final int mentionDepth;
    private final TokenQuota tokens;
    private final Supplier<String> ids;
    private final Presence presence = new Presence();
    private final Audience audience = new Audience(presence);
    private final UncommittedTurns uncommitted = new UncommittedTurns();
    private final Typing typing;
    private final LiveTurns liveTurns;
    private final TurnPolicy turnPolicy;
    private final MessageLimits messageLimits;
    private final CommitEffects commitEffects;

    private final RoomRoster roster;
    private final Clock clock;
    private RoomOptions options;
    private boolean exists;
    /** Events from here on are kept. */
    private long first;

    private long seq;
    /** Commits with events that were made here and of which it is not known whether they are stored. */
    private int pending;

    /** @param prompts of the claim's turns, by their {@code seq} */
    public Room(
            String name,
            Claim claim,
            Map<Long, TurnPrompt> prompts,
            Limits limits,
            RoomsConfig config,
            int mentionDepth,
            Assistants assistants,
            AnswerQuota quota,
            TokenQuota tokens,
            Supplier<String> ids,
            RoomRoster roster,
            Clock clock) {
        this.name = name;
        this.roster = roster;
        this.clock = clock;
        this.options = claim.options();
        this.exists = claim.exists();
        this.first = claim.first();
        this.epoch = claim.epoch();
        this.seq = claim.seq();
        this.mentionDepth = mentionDepth;
        this.tokens = tokens;
        this.ids = ids;
        this.typing = new Typing(config.typingTimeout().toMillis());
        this.liveTurns = new LiveTurns(claim, prompts);
        this.turnPolicy = new TurnPolicy(name, assistants, claim.options(), liveTurns, uncommitted);
        this.messageLimits = new MessageLimits(name, limits, config.pending(), quota, tokens);
        this.commitEffects = new CommitEffects(name, liveTurns, turnPolicy, tokens);
    }

    public String name() {
        return name;
    }

    public long epoch() {
        return epoch;
    }

    /** The last committed event's. */
    public long seq() {
        return seq;
    }

    public Presence presence() {
        return presence;
    }

    public Audience audience() {
        return audience;
    }

    public Typing typing() {
        return typing;
    }

    public LiveTurns liveTurns() {
        return liveTurns;
    }

    /** Whether a command may set what it wants; throws if not. */
    public void configure(Configure command) {
        check(command.by(), Action.CONFIGURE, null);
    }

    /** How a user stands here now. */
    public Standing standing(String user) {
        return roster.standing(user, exists, options, clock.millis());
    }

    /** Throws {@code forbidden} unless somebody may do that here; {@code user} is whose it is, null for nobody's. */
    public void check(Principal who, Action action, String user) {
        AccessRules.check(who, action, new Resource(name, user), standing(who.user()));
    }

    /** Whether somebody may delete here what others said. */
    public boolean mayDeleteAll(Principal who) {
        return AccessRules.judge(who, Action.DELETE, Resource.room(name), standing(who.user()))
                .isEmpty();
    }

    public RoomRoster roster() {
        return roster;
    }

    public RoomOptions options() {
        return options;
    }

    /** The {@code seq} from which on events are kept. */
    public long first() {
        return first;
    }

    /** What becomes of a message that calls this assistant while it answers another one. */
    public Overlap overlap(String assistant) {
        return turnPolicy.overlap(assistant);
    }

    /** What an assistant may do with the shared state here. */
    public StateAccess stateAccess(String assistant) {
        return turnPolicy.stateAccess(assistant);
    }

    /** Whether turns are in progress, or on the way to the store. */
    public boolean hasTurns() {
        return turnCount() > 0;
    }

    private int turnCount() {
        return liveTurns.count() + uncommitted.count();
    }

    /** Whether somebody may come in; throws if not. */
    public void enter(Enter command) {
        check(command.by(), Action.ENTER, null);
    }

    /** What somebody who enters needs to know; events after its {@code seq} are sent to them. */
    public Entered snapshot() {
        return new Entered(
                epoch,
                seq,
                presence.count(),
                // Those whose end is on its way to the store too: whoever enters now will see it.
                liveTurns.all().stream().map(LiveTurn::snapshot).toList(),
                null,
                first,
                options.access() == RoomAccess.PRIVATE);
    }

    /** Whether anything is under way that leaving memory would break. */
    public boolean isBusy() {
        return pending > 0
                || !liveTurns.onlyWait()
                || !typing.isEmpty()
                || presence.hasNews()
                || audience.hasUnknown(); // who is not known before it sleeps would never be announced
    }

    /** What is to be stored for a message, together with the turns that it starts. */
    public Commit say(Say command, long now, long nowNanos) {
        takeMessage(command.by(), nowNanos);
        List<String> called = turnPolicy.calledBy(command);
        List<String> starting = turnPolicy.starting(called);
        messageLimits.takeAnswers(command.by(), starting.size(), turnCount(), now, nowNanos);
        Author author = command.by().author();
        String body = command.content().body();
        List<Effect> starts = starting.isEmpty()
                ? List.of()
                : starting.stream()
                        .map(assistant -> startTurn(assistant, author, 0))
                        .toList();
        String id = command.id() == null ? ids.get() : command.id();
        Commit.Cause cause =
                command.id() == null ? null : new Commit.Cause(author.id(), command.id(), Content.digest(body));
        Commit commit = commit(now, cause, List.of(new Commit.NewEvent(EventType.MESSAGE, id, author, body)), starts);
        if (starting.size() < called.size()) {
            uncommitted.merge(
                    commit,
                    called.stream().filter(each -> !starting.contains(each)).toList());
        }
        return commit;
    }

    private Effect startTurn(String assistant, Author asker, int depth) {
        return new Effect.StartTurn(new Turn(name, ids.get(), assistant, 1, 0, asker, depth));
    }

    /** What is to be stored for an edit, a delete, a reaction or a custom event. */
    public Commit submit(Submission submission, long now, long nowNanos) {
        check(submission.principal(), Action.ACT, null);
        if (!submission.effects().isEmpty()) {
            requireCommitted(submission.target());
        }
        takeMessage(submission.by(), nowNanos);
        Author author = submission.by().author();
        String key = submission.id();
        String id = key == null ? ids.get() : key;
        Commit.Cause cause = key == null ? null : new Commit.Cause(author.id(), key, submission.digest());
        return commit(
                now,
                cause,
                List.of(new Commit.NewEvent(submission.type(), id, author, submission.body())),
                submission.effects());
    }

    /** Takes one of what its sender may store in this room ({@code limits.messages}), or throws. */
    public void takeMessage(Speaker by, long nowNanos) {
        messageLimits.takeMessage(by, pending, nowNanos);
    }

    /** Whether somebody may send a custom event that is not stored; throws if not. */
    public void signal(Signal command, long nowNanos) {
        check(command.principal(), Action.ACT, null);
        messageLimits.takeSignal(command.by(), command.to().size(), nowNanos);
    }

    /** These are the room's options, as they are stored now. */
    public void apply(RoomOptions now) {
        options = now;
        turnPolicy.apply(now);
    }

    /** A commit of this room under its epoch; until {@link #stored} or {@link #notStored} it counts as under way. */
    public Commit commit(long now, Commit.Cause cause, List<Commit.NewEvent> events, List<Effect> effects) {
        Commit commit = new Commit(name, epoch, now, cause, events, effects);
        pending += events.isEmpty() ? 0 : 1;
        uncommitted.add(commit.started());
        return commit;
    }

    /** A commit of this room that has effects alone. */
    public Commit change(long now, Effect effect) {
        return commit(now, null, List.of(), List.of(effect));
    }

    /**
     * Throws {@code not_found} unless there is such an event, and it is stored and kept: nothing may be decided about
     * others.
     */
    public void requireCommitted(long target) {
        if (target < Math.max(1, first) || target > seq) {
            throw Code.NOT_FOUND.refuse("no such message");
        }
    }

    /** The turn of an assistant that may run now; none while a message that joins it is on its way to the store. */
    public Optional<LiveTurn> next(String assistant) {
        return turnPolicy.next(assistant);
    }

    /** It is known what became of a message. Returns the assistants whose turns waited for it. */
    public List<String> unmerge(Commit commit) {
        return uncommitted.unmerge(commit);
    }

    /** Whether the rules cannot decide about a message before another one is stored, or not; see {@link TurnPolicy}. */
    public boolean mustWait(Say command) {
        return turnPolicy.mustWait(command);
    }

    /** A commit that was made here is stored, from this number on. Returns its events as everybody sees them. */
    public List<Event> stored(Commit commit, long first) {
        removePending(commit);
        seq = first + commit.events().size() - 1;
        exists |= !commit.events().isEmpty();
        commit.effects().forEach(this::keep);
        return commitEffects.apply(commit, first);
    }

    private void keep(Effect effect) {
        if (effect instanceof Effect.Retain retain) {
            first = Math.max(first, retain.first());
        } else if (effect instanceof Effect.SetOptions set) {
            options = set.options();
        }
    }

    /** A commit that was made here is not stored, and will not be. */
    public void notStored(Commit commit) {
        removePending(commit);
    }

    /** A message is a duplicate, or the store refused it: the answers that it had taken are given back. */
    public void notStored(Commit commit, Say command) {
        removePending(commit);
        messageLimits.giveBackAnswers(command.by(), commit.started().size());
    }

    private void removePending(Commit commit) {
        pending -= commit.events().isEmpty() ? 0 : 1;
        uncommitted.remove(commit.started());
    }

    /** The turn that a command may cancel. */
    public LiveTurn cancel(Cancel command) {
        return permitted(command.turn(), command.by(), Action.STOP_ANSWER);
    }

    /** The turn whose tool calls a command may decide about. */
    public LiveTurn approve(Approve command) {
        return permitted(command.turn(), command.by(), Action.DECIDE_TOOLS);
    }

    private LiveTurn permitted(String turn, Principal by, Action action) {
        LiveTurn liveTurn = liveTurns.get(turn);
        if (liveTurn == null || liveTurn.isEnding()) {
            throw Code.NOT_FOUND.refuse("no such answer in progress");
        }
        check(by, action, liveTurn.turn().asker().id());
        return liveTurn;
    }

    /**
     * What is to be stored for the end of a turn: its answer, and the turns that the answer starts. If its prompt was
     * deleted, the turn was cancelled and nothing of it is left, however it ended.
     */
    public Commit endTurn(LiveTurn liveTurn, EndReason wanted, TokenUsage last, String error, long now) {
        boolean isForgotten = liveTurn.prompt().isDeleted();
        EndReason reason = isForgotten ? EndReason.CANCELLED : wanted;
        TokenUsage usage = liveTurn.usage(reason, last);
        liveTurn.end();
        Turn turn = liveTurn.turn();
        JsonObject body = new JsonObject()
                .put("text", liveTurn.content())
                .put("turn", turn.id())
                .put("prompt", turn.promptSeq())
                .put("reason", reason.text());
        if (usage != null) {
            body.put("usage", usage.toJson());
        }
        if (error != null && !isForgotten) {
            body.put("error", error);
        }
        Author author = new Author(turn.assistant(), turn.assistant(), Author.Kind.ASSISTANT);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.EndTurn(new TurnEnd(turn, reason, usage, liveTurn.finalProgress())));
        if (reason == EndReason.DONE) {
            effects.addAll(calledBy(liveTurn, now));
        }
        Commit.NewEvent answer = new Commit.NewEvent(EventType.ANSWER, ids.get(), author, body.encode());
        return commit(now, null, List.of(answer), effects);
    }

    /**
     * The turns of other assistants that an answer starts by mentioning them, as far as the limits have room for them.
     */
    private List<Effect> calledBy(LiveTurn liveTurn, long now) {
        Turn turn = liveTurn.turn();
        if (turn.depth() >= mentionDepth || tokens.isOver(turn.asker().id(), name, now)) {
            return List.of();
        }
        return turnPolicy.mentionedBy(liveTurn).stream()
                .limit(messageLimits.freeTurns(turnCount() - 1)) // this one ends
                .map(assistant -> startTurn(assistant, turn.asker(), turn.depth() + 1))
                .toList();
    }
}
