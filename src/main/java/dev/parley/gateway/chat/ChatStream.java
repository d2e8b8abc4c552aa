package dev.parley.gateway.chat;

import dev.parley.bus.Refusal;
import dev.parley.gateway.chat.Intent.Ask;
import dev.parley.gateway.chat.Intent.Decide;
import dev.parley.gateway.chat.Intent.Decision;
import dev.parley.gateway.chat.Intent.Follow;
import dev.parley.protocol.AssistantRooms;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Code;
import dev.parley.protocol.RoomReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request's stream of one answer. On the gateway's context.
 *
 * <pre>
 * ENTER ─► ask, decide or follow ─► ENTER again ─► the answer runs: FOLLOWING ─► whole, waits for a person, or broken
 *                                        └► it has ended: told from the log
 * </pre>
 *
 * <p>Entering tells how far each answer in progress is and then lets what is live through, so nothing is lost between the
 * two, whether the answer has just been asked for, runs for a while, or is taken up again: there is one path.
 */
final class ChatStream implements EventSource.Reader, Intent.Handler<Future<Void>> {
    private static final Set<String> DURABLE = Set.of("message", "complete", "edited", "deleted", "reaction");

    private final Vertx vertx;
    private final RoomVisit visit;
    private final EventSource out;
    private final AnswerRenderer renderer;
    private final ChatRequest request;
    private final AnswerLookup lookup;
    private final String freshId;

    /** The turns in progress when it came. */
    private Set<String> before = Set.of();

    private long lastSeq;
    private AnswerTrack track;
    private boolean looking;
    private boolean over;

    /** {@code freshId} serves a message that has none. */
    ChatStream(
            Vertx vertx,
            RoomVisit visit,
            EventSource out,
            AnswerRenderer renderer,
            ChatRequest request,
            AnswerLookup lookup,
            String freshId) {
        this.vertx = vertx;
        this.visit = visit;
        this.out = out;
        this.renderer = renderer;
        this.request = request;
        this.lookup = lookup;
        this.freshId = freshId;
    }

    /**
     * Begins. Completes when it is known which answer is streamed; false when a {@link Follow} found none in progress. A
     * failure came before the head and is the caller's to answer.
     */
    Future<Boolean> begin() {
        return visit.enter(-1)
                .compose(ready -> {
                    List<JsonObject> turns = AnswerLookup.turns(ready);
                    if (request.intent() instanceof Follow) {
                        if (!turns.isEmpty()) {
                            attach(ready, turns.get(turns.size() - 1)); // that of the latest question
                        }
                        return Future.succeededFuture();
                    }
                    before = turns.stream().map(t -> t.getString("turn")).collect(Collectors.toSet());
                    return request.intent().handledBy(this);
                })
                .map(done -> track != null);
    }

    private static boolean hasBegun(JsonObject entry) {
        return !entry.getString("content").isEmpty()
                || !entry.getJsonArray("calls", new JsonArray()).isEmpty();
    }

    @Override
    public Future<Void> follow(Follow intent) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> ask(Ask intent) {
        return visit.say(intent.id() == null ? freshId : intent.id(), intent.text(), intent.mentions())
                .compose(stored -> stored.duplicate() ? askedBefore(stored) : runs(stored, before));
    }

    private Future<Void> askedBefore(RoomReply.Stored stored) {
        return lookup.ended(stored.seq(), Set.of())
                .compose(found -> found.isPresent() ? tell(found.get()) : runs(stored, Set.of()));
    }

    /** {@code others} do not answer this message, unless it was added to one's question. */
    private Future<Void> runs(RoomReply.Stored stored, Set<String> others) {
        return visit.enter(-1).compose(ready -> {
            Optional<JsonObject> running = AnswerLookup.running(ready, stored.seq(), others).stream()
                    .findFirst()
                    .or(() -> addedTo(ready));
            if (running.isPresent()) {
                attach(ready, running.get());
                return Future.succeededFuture();
            }
            return lookup.ended(stored.seq(), others)
                    .compose(found -> tell(found.orElseThrow(() -> Code.BAD_FRAME.refuse(
                            "the message is stored, but it calls no assistant: mention one (@name)"))));
        });
    }

    /** Where every message calls the assistant, one that begins no answer of its own is answered with one that waits. */
    private Optional<JsonObject> addedTo(JsonObject ready) {
        return AssistantRooms.isPrivate(visit.room())
                ? AnswerLookup.turns(ready).stream()
                        .filter(entry -> !hasBegun(entry))
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public Future<Void> decide(Decide intent) {
        Future<Void> told = Future.succeededFuture();
        for (Decision decision : intent.decisions()) {
            told = told.compose(v -> visit.approve(intent.turn(), decision.call(), decision.allow()))
                    .recover(ChatStream::unlessOver);
        }
        return told.compose(v -> visit.enter(-1)).compose(ready -> {
            for (JsonObject entry : AnswerLookup.turns(ready)) {
                if (entry.getString("turn").equals(intent.turn())) {
                    attach(ready, entry);
                    return Future.succeededFuture();
                }
            }
            return lookup.ended(intent.turn())
                    .compose(found -> tell(found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such answer"))));
        });
    }

    /** Somebody else was first, or it is too late: what became of it is told. */
    private static Future<Void> unlessOver(Throwable failure) {
        boolean over = failure instanceof Refusal refusal && Code.of(refusal) == Code.NOT_FOUND;
        return over ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    /** Tells a whole answer. */
    private Future<Void> tell(JsonObject complete) {
        follow(complete, complete.getJsonObject("message").getJsonObject("from").getString("id"));
        track.complete(complete);
        flush();
        return Future.succeededFuture();
    }

    private void attach(JsonObject ready, JsonObject entry) {
        lastSeq = ready.getLong("seq");
        follow(entry, entry.getString("assistant"));
        track.sync(entry);
        flush();
    }

    private void follow(JsonObject about, String assistant) {
        String turn = about.getString("turn");
        Held held = request.held().apply(turn);
        track = new AnswerTrack(turn, held, renderer);
        out.open();
        renderer.begin(turn, assistant, held);
    }

    @Override
    public void onFrame(JsonObject frame) {
        if (over) {
            return;
        }
        String type = frame.getString("type");
        if (DURABLE.contains(type)) {
            lastSeq = Math.max(lastSeq, frame.getLong("seq"));
        }
        switch (type) {
            case "chunk", "tool", "complete" -> onAnswer(type, frame);
            case "resync" -> abandon(); // its outbox is full
            case "error" -> breakOff(frame.getString("code"), frame.getString("error"));
            default -> {} // not about an answer
        }
    }

    private void onAnswer(String type, JsonObject frame) {
        if (track == null || !track.turn().equals(frame.getString("turn"))) {
            return;
        }
        switch (type) {
            case "chunk" -> track.chunk(frame);
            case "tool" -> track.tool(frame);
            default -> track.complete(frame);
        }
        flush();
    }

    private void flush() {
        out.send(renderer.take());
        if (track.hasEnded()) {
            end();
        } else if (!looking && (track.hasGap() || !track.waiting().isEmpty())) {
            // Once the frames that came together with this one are read.
            looking = true;
            vertx.runOnContext(v -> look());
        }
    }

    private void look() {
        looking = false;
        if (over) {
            return;
        }
        if (track.hasGap()) {
            repair();
        } else if (!track.waiting().isEmpty()) {
            renderer.paused(track.waiting());
            out.send(renderer.take());
            end();
        }
    }

    /** Enters again: how far the answer is, or its end among what was missed. */
    private void repair() {
        visit.enter(lastSeq)
                .onSuccess(ready -> {
                    if (!over) {
                        repair(ready);
                    }
                })
                .onFailure(this::fail);
    }

    private void repair(JsonObject ready) {
        Optional<JsonObject> entry = AnswerLookup.turns(ready).stream()
                .filter(t -> t.getString("turn").equals(track.turn()))
                .findFirst();
        if (entry.isPresent()) {
            track.sync(entry.get());
            flush();
        } else if (ready.getBoolean("reset")) {
            lookup.ended(track.turn())
                    .onSuccess(found -> found.ifPresentOrElse(
                            this::onFrame, () -> fail(Code.NOT_FOUND.refuse("the answer's end is out of reach"))))
                    .onFailure(this::fail);
        }
    }

    private void fail(Throwable failure) {
        Refusal refusal = failure instanceof Refusal known ? known : Code.INTERNAL.refuse("our fault");
        breakOff(Code.of(refusal).text(), refusal.text());
    }

    private void breakOff(String code, String text) {
        if (!over) {
            renderer.broken(code, text);
            out.send(renderer.take());
            end();
        }
    }

    private void end() {
        over = true;
        out.end();
    }

    private void abandon() {
        over = true;
        out.cut();
    }

    @Override
    public void onTaken() {
        visit.session().heard();
    }

    /** A client that is to come back sees the stream break; one that would not get in again is told why. */
    @Override
    public void onClose(CloseCode code, String reason) {
        if (code == CloseCode.UNAUTHORIZED && out.isOpen()) {
            breakOff(Code.UNAUTHORIZED.text(), reason);
        } else if (!over) {
            abandon();
        }
    }
}
