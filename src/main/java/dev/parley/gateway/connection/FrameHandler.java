package dev.parley.gateway.connection;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.RoomHistory;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.HistoryPage;
import dev.parley.model.Refusal;
import io.vertx.core.Future;

/**
 * Carries out one frame: one method for each type of frame. The result is the reply, null when there is none or it was
 * sent already; a failure or a thrown {@link dev.parley.model.Refusal} is its refusal.
 *
 * @param room the one that the frame means
 * @param id the frame's, null when it has none
 */
record FrameHandler(Connection connection, ConnectionSettings settings, String room, String id, Responder responder)
        implements ClientFrame.Handler<Future<ServerFrame>> {

    @Override
    public Future<ServerFrame> init(ClientFrame.Init body) {
        return connection
                .subscriptions()
                .enter(room, responder.eventsAddress(), isListening(), body.since(), this::greet)
                .map(stayed -> {
                    if (!stayed) {
                        throw Code.UNAVAILABLE.refuse("you left the room before init completed");
                    }
                    return null;
                });
    }

    private void greet(Subscription.StartPoint position) {
        responder.reply(connection.greeting(room, position));
    }

    @Override
    public Future<ServerFrame> message(ClientFrame.Message body) {
        return request(new RoomCommand.Say(id, speaker(), body.content()))
                .map(reply -> (RoomReply.Stored) reply)
                .map(stored -> new ServerFrame.Ack(stored.id(), room, stored.seq(), stored.ts(), stored.duplicate()));
    }

    @Override
    public Future<ServerFrame> loadMessages(ClientFrame.LoadMessages body) {
        return connection
                .subscriptions()
                .history(room, responder.eventsAddress(), isListening())
                .compose(history ->
                        before(history, body).compose(before -> history.messagesBefore(before, body.limit() + 1)))
                .map(found -> HistoryPage.newestOf(
                        found, body.limit(), settings.limits().page()))
                .map(page -> {
                    connection.refuseIfBehind(); // many pages were requested at once
                    connection.historyCursors().onPage(room, page);
                    return new ServerFrame.MessagesLoaded(room, page);
                });
    }

    private Future<Long> before(RoomHistory history, ClientFrame.LoadMessages body) {
        String id = body.startAfter();
        if (id == null) {
            return Future.succeededFuture(body.before() < 0 ? Long.MAX_VALUE : body.before());
        }
        long shown = connection.historyCursors().seqOf(room, id);
        if (shown > 0) {
            return Future.succeededFuture(shown);
        }
        Future<Long> named = history.seqOf(id);
        return id.matches("\\d{1,18}")
                ? named.recover(e -> Refusal.is(e, Code.NOT_FOUND)
                        ? Future.succeededFuture(Long.valueOf(id))
                        : Future.failedFuture(e))
                : named;
    }

    @Override
    public Future<ServerFrame> typing(ClientFrame.Typing body) {
        return request(new RoomCommand.Type(connection.identity().user(), body.on()))
                .map(this::doneIfWanted);
    }

    @Override
    public Future<ServerFrame> who(ClientFrame.Who body) {
        return request(new RoomCommand.Who())
                .map(reply -> (RoomReply.Present) reply)
                .map(present -> new ServerFrame.Members(room, present.members(), present.count()));
    }

    @Override
    public Future<ServerFrame> leave(ClientFrame.Leave body) {
        connection.subscriptions().leave(room);
        return Future.succeededFuture(new ServerFrame.Left(room));
    }

    @Override
    public Future<ServerFrame> auth(ClientFrame.Auth body) {
        return settings.authenticator().authenticate(body.token()).compose(fresh -> {
            connection.renew(fresh);
            return connection.subscriptions().leaveForbidden().map(new ServerFrame.Authed(fresh.expiresAt()));
        });
    }

    @Override
    public Future<ServerFrame> ping(ClientFrame.Ping body) {
        return Future.succeededFuture(new ServerFrame.Pong(settings.clock().millis()));
    }

    @Override
    public Future<ServerFrame> cancel(ClientFrame.Cancel body) {
        return request(new RoomCommand.Cancel(body.turn(), connection.identity().principal()))
                .map(this::doneIfWanted);
    }

    @Override
    public Future<ServerFrame> approve(ClientFrame.Approve body) {
        return request(new RoomCommand.Approve(
                        body.turn(),
                        body.call(),
                        body.allow(),
                        connection.identity().principal()))
                .map(this::doneIfWanted);
    }

    @Override
    public Future<ServerFrame> registered(ClientFrame.Registered body) {
        return new RegisteredFrame(settings, connection.identity(), speaker(), room, id, body, this::request)
                .carryOut();
    }

    private Speaker speaker() {
        return new Speaker(connection.identity().author(), connection.identity().role(), connection.address());
    }

    private ServerFrame doneIfWanted(RoomReply reply) {
        long seq = reply instanceof RoomReply.Done done ? done.seq() : 0;
        return id != null || responder.wantsReply()
                ? new ServerFrame.Done(room, seq, settings.clock().millis())
                : null;
    }

    private Future<RoomReply> request(RoomCommand command) {
        return connection.subscriptions().request(room, responder.eventsAddress(), isListening(), command);
    }

    /** On a transport that names addresses, events are wanted once the address is registered. */
    private boolean isListening() {
        return responder.eventsAddress() == null;
    }
}
