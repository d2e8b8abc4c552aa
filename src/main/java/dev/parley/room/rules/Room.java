package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Approve;
import dev.parley.messages.RoomCommand.Cancel;
import dev.parley.messages.RoomCommand.Enter;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.RoomCommand.Signal;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.DirectRooms;
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
import dev.parley.store.RosterTables;
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

    private final RoomRights rights;
    private final SlowMode slowMode = new SlowMode();
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
        this.rights = new RoomRights(name, claim, roster, clock);
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
        this.commitEffects = new CommitEffects(name, liveTurns, this::apply, rights, tokens);
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

    /** How a user stands here now. */
    public Standing standing(String user) {
        return rights.standing(user);
    }

    /** How high somebody stands here, see {@link AccessRules#rank}. */
    int rank(Principal who) {
        return rights.rank(who);
    }

    /**
     * Throws {@code forbidden} unless somebody may do that here, and may so once what is on its way to the store is
     * stored; {@code user} is whose it is, null for nobody's.
     */
    public void check(Principal who, Action action, String user) {
        rights.check(who, action, user);
    }

    /** Throws {@code forbidden} when the token alone keeps somebody out. */
    void checkToken(Principal who) {
        rights.checkToken(who);
    }

    /** Whether {@link #check} lets somebody do that. */
    public boolean allows(Principal who, Action action) {
        return rights.allows(who, action);
    }

    /** Whether somebody may delete here what others said. */
    public boolean mayDeleteAll(Principal who) {
        return allows(who, Action.DELETE);
    }

    /** Whether the audit trail is to tell that somebody looked into this room. */
    public boolean isVisit(Principal who) {
        return AccessRules.isVisit(who, name, standing(who.user()));
    }

    public RoomRoster roster() {
        return rights.roster();
    }

    public RoomOptions options() {
        return rights.options();
    }

    /** Whether the room exists for others. */
    public boolean exists() {
        return rights.exists();
    }

    /** Throws {@code not_found} unless the room exists for others. */
    void requireExists() {
        rights.requireExists();
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
                options().access() == RoomAccess.PRIVATE || DirectRooms.isDirect(name));
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
        boolean isOwn = command.principal().user().equals(command.by().author().id());
        check(command.principal(), isOwn ? Action.SAY : Action.SPEAK_FOR, null);
        takeMessage(command.by(), nowNanos);
        boolean isSlowed = takeSlowly(command.principal(), command.by(), now);
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
        if (isSlowed) {
            slowMode.onSaid(author.id(), now, options().slowMode());
        }
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
        // Whose a target is the store knows: everybody who may enter may ask for a delete.
        check(submission.principal(), submission.isDelete() ? Action.READ : Action.ACT, null);
        if (!submission.effects().isEmpty()) {
            requireCommitted(submission.target());
        }
        takeMessage(submission.by(), nowNanos);
        boolean isSlowed =
                submission.type().equals(EventType.EVENT) && takeSlowly(submission.principal(), submission.by(), now);
        Author author = submission.by().author();
        String key = submission.id();
        String id = key == null ? ids.get() : key;
        Commit.Cause cause = key == null ? null : new Commit.Cause(author.id(), key, submission.digest());
        Commit commit = commit(
                now,
                cause,
                List.of(new Commit.NewEvent(submission.type(), id, author, submission.body())),
                submission.effects());
        if (isSlowed) {
            slowMode.onSaid(author.id(), now, options().slowMode());
        }
        return commit;
    }

    /** Throws while the room's slow mode has its sender wait. Returns whether it is for them. */
    private boolean takeSlowly(Principal who, Speaker by, long now) {
        long pause = options().slowMode();
        if (pause == 0 || !AccessRules.isSlowed(who, name, standing(who.user()))) {
            return false;
        }
        slowMode.check(by.author().id(), now, pause);
        return true;
    }

    /** When users last said something, as it is stored: what slow mode goes by. */
    public void recall(Map<String, Long> lastSaid) {
        lastSaid.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> slowMode.onSaid(
                        entry.getKey(), entry.getValue(), options().slowMode()));
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
        rights.apply(now);
        turnPolicy.apply(now);
    }

    /** A commit of this room under its epoch; until {@link #stored} or {@link #notStored} it counts as under way. */
    public Commit commit(long now, Commit.Cause cause, List<Commit.NewEvent> events, List<Effect> effects) {
        Commit commit = new Commit(name, epoch, now, cause, events, effects);
        pending += events.isEmpty() ? 0 : 1;
        uncommitted.add(commit.started());
        rights.onMade(commit);
        return commit;
    }

    /**
     * What is to be stored for a ruling: all of it in one commit, with its entry in the audit trail, and with the row
     * by which gateways find a removal. One at a time; see {@link dev.parley.room.log.Decisions}.
     */
    public Commit commit(Ruling ruling, Author by, long now) {
        List<Effect> effects = new ArrayList<>(ruling.effects());
        effects.add(ruling.audit(ids.get(), now, by.id()));
        if (ruling.change().removal() != null) {
            effects.add(new Effect.PutRows(RosterTables.REMOVALS, List.of(List.of(0L))));
        }
        List<Commit.NewEvent> events = ruling.change().isEmpty()
                ? List.of()
                : List.of(new Commit.NewEvent(
                        EventType.ROOM, ids.get(), by, ruling.change().body()));
        return commit(now, null, events, effects);
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
        if (!commit.events().isEmpty()) {
            rights.onStored();
        }
        commit.effects().forEach(this::keep);
        return commitEffects.apply(commit, first);
    }

    private void keep(Effect effect) {
        if (effect instanceof Effect.Retain retain) {
            first = Math.max(first, retain.first());
        }
    }

    /** A commit that was made here is not stored, and will not be. */
    public void notStored(Commit commit) {
        removePending(commit);
        takeBackSaid(commit);
    }

    /** A message is a duplicate, or the store refused it: the answers that it had taken are given back. */
    public void notStored(Commit commit, Say command) {
        notStored(commit);
        messageLimits.giveBackAnswers(command.by(), commit.started().size());
    }

    private void takeBackSaid(Commit commit) {
        String type = commit.events().isEmpty() ? null : commit.event().type();
        if (EventType.MESSAGE.equals(type) || EventType.EVENT.equals(type)) {
            slowMode.takeBack(commit.event().from().id(), commit.ts());
        }
    }

    private void removePending(Commit commit) {
        pending -= commit.events().isEmpty() ? 0 : 1;
        uncommitted.remove(commit.started());
        rights.onDone(commit);
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
        check(by, Action.READ, null);
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
        if (turn.depth() >= mentionDepth
                || rights.isBeingRemoved(turn.asker().id())
                || tokens.isOver(turn.asker().id(), name, now)) {
            return List.of();
        }
        return turnPolicy.mentionedBy(liveTurn).stream()
                .limit(messageLimits.freeTurns(turnCount() - 1)) // this one ends
                .map(assistant -> startTurn(assistant, turn.asker(), turn.depth() + 1))
                .toList();
    }
}
