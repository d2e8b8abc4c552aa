package dev.parley.room;

import dev.parley.bus.Refusal;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Author;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.RoomCommand.Cancel;
import dev.parley.protocol.RoomCommand.Say;
import dev.parley.protocol.RoomReply.Entered;
import dev.parley.protocol.Turn;
import dev.parley.store.Append;
import dev.parley.store.Claim;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A room's rules, without a server: what may be said, what becomes of it, who is there, which answers run. Methods that
 * may say no throw a {@link Refusal} and leave everything as it was.
 *
 * <p>Pure: time and ids are passed in. Not for several threads.
 */
final class Room {
    private static final int SPEAKERS_MAX = 10_000;
    private static final long BUSY_RETRY_MS = 1000;

    private final String name;
    private final long epoch;
    private final Limits limits;
    private final int pendingMax;
    private final Assistants assistants;
    private final AnswerQuota quota;
    private final Supplier<String> ids;
    private final KeyedRate messages;
    private final Presence presence = new Presence();
    private final Typists typists;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private long seq;
    private int pending;
    private int starting;

    Room(
            String name,
            Claim claim,
            Limits limits,
            RoomsConfig config,
            Assistants assistants,
            AnswerQuota quota,
            Supplier<String> ids) {
        this.name = name;
        this.epoch = claim.epoch();
        this.seq = claim.seq();
        this.limits = limits;
        this.pendingMax = config.pending();
        this.assistants = assistants;
        this.quota = quota;
        this.ids = ids;
        this.messages = new KeyedRate(() -> new TokenBucket(limits.messages()), SPEAKERS_MAX);
        this.typists = new Typists(config.typingTimeout().toMillis());
        claim.turns().forEach(turn -> answers.put(turn.id(), new Answer(turn)));
    }

    String name() {
        return name;
    }

    long epoch() {
        return epoch;
    }

    /** The last committed event's. */
    long seq() {
        return seq;
    }

    Presence presence() {
        return presence;
    }

    Typists typists() {
        return typists;
    }

    List<Answer> answers() {
        return List.copyOf(answers.values());
    }

    /** Whether answers are in progress, or on the way to the store. */
    boolean hasAnswers() {
        return !answers.isEmpty() || starting > 0;
    }

    Entered entered() {
        return new Entered(
                epoch,
                seq,
                presence.count(),
                // Those whose end is being stored too: whoever comes now will see it.
                answers.values().stream().map(Answer::answering).toList());
    }

    /** Whether anything is under way that leaving memory would break. */
    boolean isBusy() {
        return pending > 0 || !answers.isEmpty() || !typists.isEmpty() || presence.hasNews();
    }

    /** What is to be stored for a message, together with the turns that it starts. */
    Append say(Say command, long now, long nowNanos) {
        if (pending >= pendingMax) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", BUSY_RETRY_MS);
        }
        Author author = command.by().author();
        long wait = messages.take(author.id(), nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many messages in this room (limits.messages)", wait);
        }
        List<String> called = calledBy(command);
        takeAnswers(command, called.size(), nowNanos);
        List<Turn> starts = called.stream()
                .map(a -> new Turn(name, ids.get(), a, 1, 0, author))
                .toList();
        pending++;
        starting += starts.size();
        boolean clientId = command.id() != null;
        return new Append(
                name,
                epoch,
                now,
                Event.Type.MESSAGE,
                clientId ? command.id() : ids.get(),
                clientId,
                author,
                command.content().digest(),
                command.content().toJson().encode(),
                starts,
                null);
    }

    boolean callsAssistants(Say command) {
        return !calledBy(command).isEmpty();
    }

    private List<String> calledBy(Say command) {
        return command.by().author().kind() == Author.Kind.USER
                ? assistants.calledBy(name, command.content())
                : List.of();
    }

    private void takeAnswers(Say command, int count, long nowNanos) {
        if (count == 0) {
            return;
        }
        if (answers.size() + starting + count > limits.answersPerRoom()) {
            throw Code.RATE_LIMITED.refuse(
                    "too many answers in progress in this room (limits.answersPerRoom)", BUSY_RETRY_MS);
        }
        long wait = quota.take(command.by(), count, nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many answers asked for (limits.answersPerMinute)", wait);
        }
    }

    /** An append that {@link #say} or {@link #ended} made was stored. Returns the event as everybody sees it. */
    Event stored(Append append, long at) {
        settle(append);
        seq = at;
        for (Turn turn : append.starts()) {
            Turn started = new Turn(name, turn.id(), turn.assistant(), turn.attempt(), at, turn.asker());
            answers.put(turn.id(), new Answer(started));
        }
        if (append.ends() != null) {
            answers.remove(append.ends().id());
        }
        return new Event(name, at, append.ts(), append.type(), append.id(), append.from(), append.body());
    }

    /** A message was not stored, because it was before or the store refused it; what it had taken is given back. */
    void notStored(Append append, Say command) {
        settle(append);
        quota.giveBack(command.by(), append.starts().size());
    }

    /** The turn that an append should end was over already. */
    void wasOver(Append append) {
        settle(append);
        answers.remove(append.ends().id());
    }

    private void settle(Append append) {
        pending--;
        starting -= append.starts().size();
    }

    /** The answer that a command may stop. */
    Answer cancel(Cancel command) {
        Answer answer = answers.get(command.turn());
        if (answer == null || !answer.isRunning()) {
            throw Code.NOT_FOUND.refuse("no such answer in progress");
        }
        if (!command.moderates() && !answer.turn().asker().id().equals(command.user())) {
            throw Code.FORBIDDEN.refuse("only who asked and moderators may stop an answer");
        }
        return answer;
    }

    /** What is to be stored for an answer's end. */
    Append ended(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error, long now) {
        answer.end();
        pending++;
        Turn turn = answer.turn();
        JsonObject body = new JsonObject()
                .put("text", answer.content())
                .put("turn", turn.id())
                .put("reason", reason.text());
        if (usage != null) {
            body.put("usage", usage.toJson());
        }
        if (error != null) {
            body.put("error", error);
        }
        Author author = new Author(turn.assistant(), turn.assistant(), Author.Kind.ASSISTANT);
        return new Append(
                name, epoch, now, Event.Type.ANSWER, ids.get(), false, author, "", body.encode(), List.of(), turn);
    }
}
