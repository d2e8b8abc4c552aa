package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.chat.Intent.Ask;
import dev.parley.gateway.chat.Intent.Decide;
import dev.parley.gateway.chat.Intent.Decision;
import dev.parley.gateway.chat.Intent.Follow;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.TurnSnapshot;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what a front end wants, and finds the turn that it is about; empty when a {@link Follow} finds none
 * running.
 *
 * <p>The last step is always to enter the room: that shows how far each running turn is and then lets what is live
 * through, so nothing is lost between the two. A {@link FoundTurn.Running} holds only in the very turn of the loop in
 * which its future completes. On the gateway's context.
 *
 * @param freshId serves a message that has none
 */
record TurnFinder(InProcessClient client, FrameReader reader, TurnLookup lookup, String freshId)
        implements Intent.Handler<Future<Optional<FoundTurn>>> {

    @Override
    public Future<Optional<FoundTurn>> follow(Follow intent) {
        return client.enter(-1).map(ready -> {
            List<TurnSnapshot> turns = ready.turns();
            // That of the latest question.
            return turns.isEmpty() ? Optional.empty() : Optional.of(running(ready, turns.get(turns.size() - 1)));
        });
    }

    @Override
    public Future<Optional<FoundTurn>> ask(Ask intent) {
        return client.say(intent.id() == null ? freshId : intent.id(), reader.content(intent.text(), intent.mentions()))
                .compose(this::turnOf)
                .map(Optional::of);
    }

    private Future<FoundTurn> turnOf(ServerFrame.Ack stored) {
        Future<Optional<AnswerFrame.End>> before =
                stored.duplicate() ? lookup.findEnded(stored.seq()) : Future.succeededFuture(Optional.empty());
        return before.compose(ended -> client.enter(-1).compose(ready -> {
            long known = ended.map(AnswerFrame.End::prompt).orElse(-1L);
            Optional<TurnSnapshot> running =
                    lookup.running(ready, stored.seq()).filter(entry -> entry.prompt() > known);
            if (running.isPresent()) {
                return Future.succeededFuture(running(ready, running.get()));
            }
            return ended.isPresent()
                    ? whole(ended.get())
                    : lookup.findEnded(stored.seq())
                            .compose(found -> whole(found.orElseThrow(() -> Code.BAD_FRAME.refuse(
                                    "the message is stored, but it calls no assistant; mention one (@name)"))));
        }));
    }

    @Override
    public Future<Optional<FoundTurn>> decide(Decide intent) {
        Future<Void> approved = Future.succeededFuture();
        for (Decision decision : intent.decisions()) {
            approved = approved.compose(v -> client.approve(intent.turn(), decision.call(), decision.allow()))
                    .recover(TurnFinder::unlessOver);
        }
        return approved.compose(v -> client.enter(-1))
                .compose(ready -> {
                    Optional<TurnSnapshot> running = TurnLookup.running(ready, intent.turn());
                    return running.isPresent()
                            ? Future.succeededFuture(running(ready, running.get()))
                            : lookup.findEnded(intent.turn())
                                    .compose(found ->
                                            whole(found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such answer"))));
                })
                .map(Optional::of);
    }

    /** Somebody else was first, or it is too late: the stream shows what became of it. */
    private static Future<Void> unlessOver(Throwable failure) {
        boolean over = Refusal.is(failure, Code.NOT_FOUND);
        return over ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private static FoundTurn running(ServerFrame.Ready ready, TurnSnapshot entry) {
        return new FoundTurn.Running(ready.seq(), entry);
    }

    private Future<FoundTurn> whole(AnswerFrame.End end) {
        return lookup.whole(end).map(found -> found);
    }
}
