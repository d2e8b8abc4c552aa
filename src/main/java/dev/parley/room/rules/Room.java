package dev.parley.room.rules;

import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.messages.RoomCommand.Approve;
import dev.parley.messages.RoomCommand.Cancel;
import dev.parley.messages.RoomCommand.Configure;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A room's rules, without a server: what may be said, what becomes of it, who is there, which answers run. Methods that
 * may say no throw a {@link Refusal} and leave everything as it was.
 *
 * <p>Pure: time and ids are passed in. Not for several threads.
 */
public final class Room {
    private static final int SPEAKERS_MAX = 10_000;
    private static final long BUSY_RETRY_MS = 1000;

    private final String name;
    private final long epoch;
    private final Limits limits;
    private final int pendingMax;
    /** As they are configured, and as they are here. */
    private final Assistants configured;

    private Assistants assistants;
    private final AnswerQuota quota;
    private final TokenQuota tokens;
    private final Supplier<String> ids;
    private final KeyedRate messages;
    private final Presence presence = new Presence();
    private final Audience audience = new Audience(presence);
    private final Typing typing;
    private final LiveTurns liveTurns;
    /** Messages on their way to the store that started no answer, as one of these assistants' waits for them. */
    private final IdentityHashMap<Append, List<String>> merging = new IdentityHashMap<>(1);

    private final int mentionDepth;
    private long seq;
    private int pending;
    private int starting;
    /** The same by assistant. */
    private final Map<String, Integer> startingBy = new HashMap<>(2);

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
        this.limits = limits;
        this.pendingMax = config.pending();
        this.configured = assistants;
        this.assistants = assistants.with(claim.options());
        this.quota = quota;
        this.tokens = tokens;
        this.ids = ids;
        this.messages = new KeyedRate(() -> new TokenBucket(limits.messages()), SPEAKERS_MAX);
        this.typing = new Typing(config.typingTimeout().toMillis());
        this.liveTurns = new LiveTurns(claim);
        this.mentionDepth = mentionDepth;
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
        command.check(name);
    }

    /** This is set from now on. */
    public void apply(RoomOptions options) {
        assistants = configured.with(options);
    }

    /** What becomes of a prompt that comes while this assistant answers another one. */
    public Overlap overlap(String assistant) {
        return assistants.overlap(assistant);
    }

    /** Whether answers are in progress, or on the way to the store. */
    public boolean hasTurns() {
        return liveTurns.count() > 0 || starting > 0;
    }

    public Entered snapshot() {
        return new Entered(
                epoch,
                seq,
                presence.count(),
                // Those whose end is being stored too: whoever comes now will see it.
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
        if (pending >= pendingMax) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", BUSY_RETRY_MS);
        }
        Author author = command.by().author();
        long wait = messages.take(author.id(), nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many messages in this room (limits.messages)", wait);
        }
        List<String> all = calledBy(command);
        List<String> called = answering(all);
        takeAnswers(command, called.size(), now, nowNanos);
        List<Turn> starts = called.stream()
                .map(a -> new Turn(name, ids.get(), a, 1, 0, author, 0))
                .toList();
        pending++;
        starting(starts, 1);
        boolean clientId = command.id() != null;
        String body = command.content().body();
        Append append = new Append(
                name,
                epoch,
                now,
                Event.Type.MESSAGE,
                clientId ? command.id() : ids.get(),
                clientId,
                author,
                Content.digest(body),
                body,
                starts,
                null);
        if (called.size() < all.size()) {
            merging.put(
                    append, all.stream().filter(each -> !called.contains(each)).toList());
        }
        return append;
    }

    /**
     * The one of an assistant's answers that may run now. None while a message that is to be answered with it is on its
     * way to the store.
     */
    public Optional<LiveTurn> next(String assistant) {
        return merging.values().stream().anyMatch(names -> names.contains(assistant))
                ? Optional.empty()
                : liveTurns.next(assistant);
    }

    /** A message is stored, or not. Returns the assistants that waited for it. */
    public List<String> unmerge(Append append) {
        List<String> waited = merging.remove(append);
        return waited == null ? List.of() : waited;
    }

    /**
     * Whether it is to be answered together with a prompt of which it is not known yet whether it starts an answer: it is
     * on its way to the store, and may have been there before.
     */
    public boolean mustWait(Say command) {
        return !startingBy.isEmpty()
                && calledBy(command).stream()
                        .anyMatch(assistant -> overlap(assistant) == Overlap.MERGE
                                && isStarting(assistant)
                                && !liveTurns.hasQueued(assistant));
    }

    private boolean isStarting(String assistant) {
        return startingBy.containsKey(assistant);
    }

    private void starting(List<Turn> starts, int by) {
        starting += by * starts.size();
        for (Turn turn : starts) {
            startingBy.merge(turn.assistant(), by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    public boolean callsAssistants(Say command) {
        return !calledBy(command).isEmpty();
    }

    private List<String> calledBy(Say command) {
        return command.by().author().kind() == Author.Kind.USER
                ? assistants.calledBy(name, command.content())
                : List.of();
    }

    /** Those of them that begin an answer of their own. */
    private List<String> answering(List<String> called) {
        if (called.isEmpty()) {
            return called;
        }
        for (String assistant : called) {
            if (overlap(assistant) == Overlap.REJECT && (liveTurns.isBusy(assistant) || isStarting(assistant))) {
                throw Code.RATE_LIMITED.refuse(assistant + " is still answering", BUSY_RETRY_MS);
            }
        }
        return called.stream()
                .filter(assistant -> overlap(assistant) != Overlap.MERGE || !liveTurns.hasQueued(assistant))
                .toList();
    }

    private void takeAnswers(Say command, int count, long now, long nowNanos) {
        if (count == 0) {
            return;
        }
        tokens.check(command.by().author().id(), name, now);
        if (liveTurns.count() + starting + count > limits.answersPerRoom()) {
            throw Code.RATE_LIMITED.refuse(
                    "too many answers in progress in this room (limits.answersPerRoom)", BUSY_RETRY_MS);
        }
        long wait = quota.take(command.by(), count, nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many answers asked for (limits.answersPerMinute)", wait);
        }
    }

    /** An append that {@link #say} or {@link #endTurn} made was stored. Returns the event as everybody sees it. */
    public Event stored(Append append, long at) {
        takeOff(append);
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

    /** A message was not stored, because it was before or the store refused it; what it had taken is given back. */
    public void notStored(Append append, Say command) {
        takeOff(append);
        quota.giveBack(command.by(), append.starts().size());
    }

    private void takeOff(Append append) {
        pending--;
        starting(append.starts(), -1);
    }

    /** The answer that a command may stop. */
    public LiveTurn cancel(Cancel command) {
        return mine(command.turn(), command.user(), command.moderates(), "stop an answer");
    }

    /** The answer whose tools a command may decide about. */
    public LiveTurn approve(Approve command) {
        return mine(command.turn(), command.user(), command.moderates(), "decide about its tools");
    }

    private LiveTurn mine(String turn, String user, boolean moderates, String what) {
        LiveTurn liveTurn = liveTurns.get(turn);
        if (liveTurn == null || liveTurn.isEnding()) {
            throw Code.NOT_FOUND.refuse("no such answer in progress");
        }
        if (!moderates && !liveTurn.turn().asker().id().equals(user)) {
            throw Code.FORBIDDEN.refuse("only who asked and moderators may " + what);
        }
        return liveTurn;
    }

    /** What is to be stored for an answer's end. */
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
        starting(starts, 1);
        TurnEnd end = new TurnEnd(turn, reason, usage, liveTurn.finalProgress());
        return new Append(
                name, epoch, now, Event.Type.ANSWER, ids.get(), false, author, "", body.encode(), starts, end);
    }

    /** The answers of other assistants that an answer calls by mentioning them, as far as there is room for them. */
    private List<Turn> calledBy(LiveTurn liveTurn, long now) {
        Turn turn = liveTurn.turn();
        if (turn.depth() >= mentionDepth || tokens.isOver(turn.asker().id(), name, now)) {
            return List.of();
        }
        int room = limits.answersPerRoom() - (liveTurns.count() - 1) - starting;
        return assistants.mentionedBy(turn.assistant(), liveTurn.content()).stream()
                .limit(Math.max(0, room))
                .map(name -> new Turn(this.name, ids.get(), name, 1, 0, turn.asker(), turn.depth() + 1))
                .toList();
    }
}
