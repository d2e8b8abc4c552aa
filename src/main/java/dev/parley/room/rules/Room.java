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
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Refusal;
import dev.parley.model.RoomOptions;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.store.Append;
import dev.parley.store.Claim;
import dev.parley.store.TurnEnd;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rules of one room, without a server: what may be said, what is stored for it, who is there, which turns run.
 *
 * <p>What is to be stored is made here ({@link #say}, {@link #endTurn}) and takes effect once the store has it
 * ({@link #stored}, {@link #notStored}). Methods that may refuse throw a {@link Refusal} and leave everything as it
 * was. Pure: time and ids are passed in. One thread at a time.
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

    private long seq;
    /** Appends that were made here and of which it is not known whether they are stored. */
    private int pending;

    public Room(
            String name,
            Claim claim,
            Limits limits,
            RoomsConfig config,
            int mentionDepth,
            Assistants assistants,
            AnswerQuota quota,
            TokenQuota tokens,
            Supplier<String> ids) {
        this.name = name;
        this.epoch = claim.epoch();
        this.seq = claim.seq();
        this.mentionDepth = mentionDepth;
        this.tokens = tokens;
        this.ids = ids;
        this.typing = new Typing(config.typingTimeout().toMillis());
        this.liveTurns = new LiveTurns(claim);
        this.turnPolicy = new TurnPolicy(name, assistants, claim.options(), liveTurns, uncommitted);
        this.messageLimits = new MessageLimits(name, limits, config.pending(), quota, tokens);
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
        AccessRules.check(command.by(), Action.CONFIGURE, Resource.room(name));
    }

    /** These options were stored and are in force from now on. */
    public void apply(RoomOptions options) {
        turnPolicy.apply(options);
    }

    /** What becomes of a message that calls this assistant while it answers another one. */
    public Overlap overlap(String assistant) {
        return turnPolicy.overlap(assistant);
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
        AccessRules.check(command.by(), Action.ENTER, Resource.room(name));
    }

    /** What somebody who enters needs to know; events after its {@code seq} are sent to them. */
    public Entered snapshot() {
        return new Entered(
                epoch,
                seq,
                presence.count(),
                // Those whose end is on its way to the store too: whoever enters now will see it.
                liveTurns.all().stream().map(LiveTurn::snapshot).toList());
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
    public Append say(Say command, long now, long nowNanos) {
        messageLimits.takeMessage(command.by(), pending, nowNanos);
        List<String> called = turnPolicy.calledBy(command);
        List<String> starting = turnPolicy.starting(called);
        messageLimits.takeAnswers(command.by(), starting.size(), turnCount(), now, nowNanos);
        Author author = command.by().author();
        List<Turn> starts = starting.stream()
                .map(assistant -> new Turn(name, ids.get(), assistant, 1, 0, author, 0))
                .toList();
        pending++;
        uncommitted.add(starts);
        boolean clientId = command.id() != null;
        String body = command.content().body();
        Append append = new Append(
                name,
                epoch,
                now,
                EventType.MESSAGE,
                clientId ? command.id() : ids.get(),
                clientId,
                author,
                Content.digest(body),
                body,
                starts,
                null);
        if (starting.size() < called.size()) {
            uncommitted.merge(
                    append,
                    called.stream().filter(each -> !starting.contains(each)).toList());
        }
        return append;
    }

    /** The turn of an assistant that may run now; none while a message that joins it is on its way to the store. */
    public Optional<LiveTurn> next(String assistant) {
        return turnPolicy.next(assistant);
    }

    /** It is known what became of a message. Returns the assistants whose turns waited for it. */
    public List<String> unmerge(Append append) {
        return uncommitted.unmerge(append);
    }

    /** Whether the rules cannot decide about a message before another one is stored, or not; see {@link TurnPolicy}. */
    public boolean mustWait(Say command) {
        return turnPolicy.mustWait(command);
    }

    public boolean callsAssistants(Say command) {
        return !turnPolicy.calledBy(command).isEmpty();
    }

    /** An append that {@link #say} or {@link #endTurn} made was stored. Returns the event as everybody sees it. */
    public Event stored(Append append, long at) {
        removePending(append);
        seq = at;
        for (Turn turn : append.starts()) {
            liveTurns.add(new LiveTurn(turn.at(at), new JsonObject(append.body()).getString("text")));
        }
        if (append.ends() != null) {
            liveTurns.remove(append.ends().turn().id());
            tokens.charge(append.ends().turn(), append.ends().usage());
        }
        return new Event(name, at, append.ts(), append.type(), append.id(), append.from(), append.body());
    }

    /** A message is a duplicate, or the store refused it: the answers that it had taken are given back. */
    public void notStored(Append append, Say command) {
        removePending(append);
        messageLimits.giveBackAnswers(command.by(), append.starts().size());
    }

    private void removePending(Append append) {
        pending--;
        uncommitted.remove(append.starts());
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
        AccessRules.check(by, action, new Resource(name, liveTurn.turn().asker().id()));
        return liveTurn;
    }

    /** What is to be stored for the end of a turn: its answer, and the turns that the answer starts. */
    public Append endTurn(LiveTurn liveTurn, EndReason reason, TokenUsage last, String error, long now) {
        TokenUsage usage = liveTurn.usage(reason, last);
        liveTurn.end();
        pending++;
        Turn turn = liveTurn.turn();
        JsonObject body = new JsonObject()
                .put("text", liveTurn.content())
                .put("turn", turn.id())
                .put("prompt", turn.promptSeq())
                .put("reason", reason.text());
        if (usage != null) {
            body.put("usage", usage.toJson());
        }
        if (error != null) {
            body.put("error", error);
        }
        Author author = new Author(turn.assistant(), turn.assistant(), Author.Kind.ASSISTANT);
        List<Turn> starts = reason == EndReason.DONE ? calledBy(liveTurn, now) : List.of();
        uncommitted.add(starts);
        TurnEnd end = new TurnEnd(turn, reason, usage, liveTurn.finalProgress());
        return new Append(name, epoch, now, EventType.ANSWER, ids.get(), false, author, "", body.encode(), starts, end);
    }

    /**
     * The turns of other assistants that an answer starts by mentioning them, as far as the limits have room for them.
     */
    private List<Turn> calledBy(LiveTurn liveTurn, long now) {
        Turn turn = liveTurn.turn();
        if (turn.depth() >= mentionDepth || tokens.isOver(turn.asker().id(), name, now)) {
            return List.of();
        }
        return turnPolicy.mentionedBy(liveTurn).stream()
                .limit(messageLimits.freeTurns(turnCount() - 1)) // this one ends
                .map(assistant -> new Turn(name, ids.get(), assistant, 1, 0, turn.asker(), turn.depth() + 1))
                .toList();
    }
}
