package dev.parley.gateway.chat;

import dev.parley.contract.CloseCode;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One request's stream of one answer. On the gateway's context.
 *
 * <pre>
 * found running ─► FOLLOWING ─► whole, waits for a person, or broken
 * found ended ─► told from the log
 * </pre>
 *
 * <p>An answer is followed alike whether it has just been asked for, runs for a while, or is taken up again. What was lost
 * on the way is noticed, and repaired by entering the room once more.
 */
final class ChatStream implements EventSource.Reader {
    private static final Set<String> DURABLE = Set.of("message", "complete", "edited", "deleted", "reaction");

    private final Vertx vertx;
    private final InProcessClient visit;
    private final EventSource out;
    private final AnswerRenderer renderer;
    private final Function<String, ResumePoint> resumePoint;
    private final TurnLookup lookup;
    private long lastSeq;
    private AnswerFollower track;
    private boolean looking;
    private boolean over;

    /** {@code held} tells what the reader has of a turn. */
    ChatStream(
            Vertx vertx,
            InProcessClient visit,
            EventSource out,
            AnswerRenderer renderer,
            Function<String, ResumePoint> resumePoint,
            TurnLookup lookup) {
        this.vertx = vertx;
        this.visit = visit;
        this.out = out;
        this.renderer = renderer;
        this.resumePoint = resumePoint;
        this.lookup = lookup;
    }

    /** Sends the head, and what there is of the answer. Called in the turn of the loop in which it was found. */
    void begin(FoundTurn foundTurn) {
        if (foundTurn instanceof FoundTurn.Running running) {
            lastSeq = running.seq();
            follow(running.entry(), running.entry().getString("assistant"));
            catchUp(running.entry());
        } else if (foundTurn instanceof FoundTurn.Ended ended) {
            JsonObject message = ended.complete().getJsonObject("message");
            follow(ended.complete(), message.getJsonObject("from").getString("id"));
            finish(ended);
        }
    }

    private void follow(JsonObject about, String assistant) {
        String turn = about.getString("turn");
        ResumePoint known = resumePoint.apply(turn);
        track = new AnswerFollower(turn, known, renderer);
        out.open();
        renderer.begin(turn, assistant, known);
    }

    private void finish(FoundTurn.Ended ended) {
        track.sync(ended.entry());
        track.complete(ended.complete());
        flush();
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
            default -> {
                if (track.hasGap()) {
                    finishFromStore(frame); // a tool may have been missed, too
                    return;
                }
                track.complete(frame);
            }
        }
        flush();
    }

    private void finishFromStore(JsonObject complete) {
        lookup.whole(complete)
                .onSuccess(ended -> {
                    if (!over) {
                        finish(ended);
                    }
                })
                .onFailure(this::fail);
    }

    private void catchUp(JsonObject entry) {
        track.sync(entry);
        out.sendMissed(renderer.take());
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
        Optional<JsonObject> entry = TurnLookup.running(ready, track.turn());
        if (entry.isPresent()) {
            catchUp(entry.get());
        } else if (ready.getBoolean("reset")) {
            lookup.ended(track.turn())
                    .onSuccess(found -> found.ifPresentOrElse(
                            this::finishFromStore,
                            () -> fail(Code.NOT_FOUND.refuse("the answer's end is out of reach"))))
                    .onFailure(this::fail);
        }
    }

    private void fail(Throwable failure) {
        Refusal refusal = Refusal.of(failure, e -> Code.INTERNAL.refuse("our fault"));
        breakOff(refusal.code().text(), refusal.text());
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
