package dev.parley.gateway.connection;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.RoomSubscribers;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.HistoryPage;
import dev.parley.model.Refusal;
import io.vertx.core.Future;

/**
 * What each frame does, for one frame. The result is its answer, null when it has none or was given it already; a failure
 * or a thrown {@link dev.parley.model.Refusal} is its refusal.
 *
 * @param room the one that the frame means
 * @param id the frame's, null when it has none
 */
record FrameHandler(Connection session, ConnectionSettings settings, String room, String id, Responder responder)
        implements ClientFrame.Handler<Future<ServerFrame>> {

    @Override
    public Future<ServerFrame> init(ClientFrame.Init body) {
        return session.seats()
                .enter(room, responder.feedAddress(), isListening(), body.since(), this::greet)
                .map(stayed -> {
                    if (!stayed) {
                        throw Code.UNAVAILABLE.refuse("left meanwhile");
                    }
                    return null;
                });
    }

    private void greet(Subscription.Position position) {
        responder.answer(session.greeting(room, position));
    }

    @Override
    public Future<ServerFrame> message(ClientFrame.Message body) {
        Speaker speaker =
                new Speaker(session.identity().author(), session.identity().role(), session.address());
        return feed().request(new RoomCommand.Say(id, speaker, body.content()))
                .map(reply -> (RoomReply.Stored) reply)
                .map(stored -> new ServerFrame.Ack(stored.id(), room, stored.seq(), stored.ts(), stored.duplicate()));
    }

    @Override
    public Future<ServerFrame> loadMessages(ClientFrame.LoadMessages body) {
        RoomSubscribers feed = feed();
        return before(feed, body)
                .compose(before -> feed.messagesBefore(before, body.limit() + 1))
                .map(found -> HistoryPage.newestOf(
                        found, body.limit(), settings.limits().page()))
                .map(page -> {
                    session.refuseIfBehind(); // many were asked for at once
                    session.pages().began(room, page);
                    return new ServerFrame.MessagesLoaded(room, page);
                });
    }

    private Future<Long> before(RoomSubscribers feed, ClientFrame.LoadMessages body) {
        String id = body.startAfter();
        if (id == null) {
            return Future.succeededFuture(body.before() < 0 ? Long.MAX_VALUE : body.before());
        }
        long shown = session.pages().firstWith(room, id);
        if (shown > 0) {
            return Future.succeededFuture(shown);
        }
        Future<Long> named = feed.seqOf(id);
        return id.matches("\\d{1,18}")
                ? named.recover(e -> Refusal.is(e, Code.NOT_FOUND)
                        ? Future.succeededFuture(Long.valueOf(id))
                        : Future.failedFuture(e))
                : named;
    }

    @Override
    public Future<ServerFrame> typing(ClientFrame.Typing body) {
        return feed().request(new RoomCommand.Type(session.identity().user(), body.on()))
                .map(this::doneIfAsked);
    }

    @Override
    public Future<ServerFrame> who(ClientFrame.Who body) {
        return feed().request(new RoomCommand.Who())
                .map(reply -> (RoomReply.Present) reply)
                .map(present -> new ServerFrame.Members(room, present.members(), present.count()));
    }

    @Override
    public Future<ServerFrame> leave(ClientFrame.Leave body) {
        session.seats().leave(room);
        return Future.succeededFuture(new ServerFrame.Left(room));
    }

    @Override
    public Future<ServerFrame> auth(ClientFrame.Auth body) {
        return settings.authenticator().authenticate(body.token()).map(fresh -> {
            session.renew(fresh);
            session.seats().leaveForbidden();
            return new ServerFrame.Authed(fresh.expiresAt());
        });
    }

    @Override
    public Future<ServerFrame> ping(ClientFrame.Ping body) {
        return Future.succeededFuture(new ServerFrame.Pong(settings.clock().millis()));
    }

    @Override
    public Future<ServerFrame> cancel(ClientFrame.Cancel body) {
        RoomCommand.Cancel command = new RoomCommand.Cancel(
                body.turn(),
                session.identity().user(),
                session.identity().role().moderates());
        return feed().request(command).map(this::doneIfAsked);
    }

    @Override
    public Future<ServerFrame> approve(ClientFrame.Approve body) {
        RoomCommand.Approve command = new RoomCommand.Approve(
                body.turn(),
                body.call(),
                body.allow(),
                session.identity().user(),
                session.identity().role().moderates());
        return feed().request(command).map(this::doneIfAsked);
    }

    private ServerFrame doneIfAsked(RoomReply reply) {
        long seq = reply instanceof RoomReply.Done done ? done.seq() : 0;
        return id != null || responder.isWanted()
                ? new ServerFrame.Done(room, seq, settings.clock().millis())
                : null;
    }

    private RoomSubscribers feed() {
        return session.seats().feed(room, responder.feedAddress(), isListening());
    }

    /** On a transport with named feeds, events are wanted once the feed is registered. */
    private boolean isListening() {
        return responder.feedAddress() == null;
    }
}
