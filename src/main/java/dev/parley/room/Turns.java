package dev.parley.room;

import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.ServerFrame;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of a room from their start to their end, and again from the start when the room's last owner died. Every
 * turn that was stored gets exactly one end, which the store decides. On the room's context.
 */
final class Turns implements AnswerChain.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final Lifetime lifetime;
    private final Ledger ledger;

    Turns(RoomSettings settings, Room room, Broadcaster broadcaster, Lifetime lifetime, Ledger ledger) {
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
        this.lifetime = lifetime;
        this.ledger = ledger;
    }

    /** Starts the answers to a message that was stored. */
    void start(Append append, String prompt) {
        if (!append.starts().isEmpty() && lifetime.isLeaving()) {
            lifetime.leaveUnfinished(); // this room answers no more: the next one does
        } else if (!append.starts().isEmpty()) {
            List<String> started =
                    append.starts().stream().map(turn -> turn.id()).toList();
            room.answers().stream()
                    .filter(answer -> started.contains(answer.turn().id()))
                    .forEach(answer -> start(answer, prompt));
        }
    }

    private void start(Answer answer, String prompt) {
        tellChunk(answer, 0, "");
        new AnswerChain(settings.bus(), answer, settings.ai().heartbeat(), this).ask(prompt);
    }

    /** Answers that were in progress when the room's last owner died start again. */
    void resume() {
        for (Answer answer : room.answers()) {
            settings.store()
                    .eventsAfter(room.name(), answer.turn().promptSeq() - 1, 1)
                    .onSuccess(found -> resume(answer, found))
                    .onFailure(e -> lifetime.end("the prompt of an unfinished answer could not be read"));
        }
    }

    private void resume(Answer answer, List<Event> found) {
        if (!answer.isRunning()) {
            return; // it was cancelled meanwhile
        }
        if (found.isEmpty() || found.get(0).seq() != answer.turn().promptSeq()) {
            ended(answer, AiReply.Reason.FAILED, null, "the message to be answered is gone");
        } else {
            start(answer, new JsonObject(found.get(0).body()).getString("text"));
        }
    }

    @Override
    public void said(Answer answer, String text) {
        if (lifetime.isLeaving()) {
            answer.end();
            return;
        }
        lifetime.touch();
        tellChunk(answer, answer.say(text), text);
    }

    @Override
    public void ended(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        if (!lifetime.isLeaving()) {
            end(answer, reason, usage, error)
                    .onFailure(e -> LOG.warn("room {}: the end of an answer was not stored", room.name()));
        }
    }

    /** Stops an answer; done once that is stored. */
    Future<RoomReply> cancel(Answer answer) {
        return end(answer, AiReply.Reason.CANCELLED, null, null);
    }

    private Future<RoomReply> end(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        Append append =
                room.ended(answer, reason, usage, error, settings.clock().millis());
        return ledger.append(append).compose(appended -> {
            if (appended instanceof Appended.Stored stored) {
                return Future.succeededFuture(new RoomReply.Done(stored.seq()));
            }
            room.wasOver(append);
            return appended instanceof Appended.TurnOver
                    ? Future.failedFuture(Code.NOT_FOUND.refuse("that answer is over"))
                    : lifetime.fail(appended + " for an answer's end");
        });
    }

    private void tellChunk(Answer answer, int offset, String text) {
        broadcaster.passing(new ServerFrame.Chunk(
                room.name(),
                answer.turn().id(),
                answer.turn().assistant(),
                answer.turn().attempt(),
                offset,
                text));
    }
}
