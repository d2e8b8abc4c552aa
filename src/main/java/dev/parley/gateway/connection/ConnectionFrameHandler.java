package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.cluster.ClusterLevel;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.RoomHistory;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.HistoryPage;
import io.vertx.core.Future;

/** Carries out a frame of a connection, which enters a room by any frame that needs one. On the gateway's context. */
final class ConnectionFrameHandler extends FrameHandler {
    private final Connection connection;
    private final Responder responder;

    ConnectionFrameHandler(
            Connection connection, ConnectionSettings settings, String room, String id, Responder responder) {
        super(settings, room, id);
        this.connection = connection;
        this.responder = responder;
    }

    @Override
    Identity identity() {
        return connection.identity();
    }

    @Override
    Speaker speaker() {
        return new Speaker(identity().author(), identity().role(), connection.address());
    }

    @Override
    Future<RoomReply> request(RoomCommand command) {
        return connection.subscriptions().request(room, responder.eventsAddress(), isListening(), command);
    }

    @Override
    Future<RoomHistory> history() {
        return connection.subscriptions().history(room, responder.eventsAddress(), isListening());
    }

    /** On a transport that names addresses, events are wanted once the address is registered. */
    private boolean isListening() {
        return responder.eventsAddress() == null;
    }

    @Override
    long shownFirst(String messageId) {
        return connection.historyCursors().seqOf(room, messageId);
    }

    @Override
    void onPage(HistoryPage page) {
        connection.refuseIfBehind(); // many pages were requested at once
        connection.historyCursors().onPage(room, page);
    }

    @Override
    boolean wantsReply() {
        return responder.wantsReply();
    }

    @Override
    public Future<ServerFrame> init(ClientFrame.Init body) {
        if (body.state() && !settings.isOn().test(ClusterLevel.AMENDMENTS)) {
            return Future.failedFuture(ClusterLevel.AMENDMENTS.refusal());
        }
        return connection
                .subscriptions()
                .enter(room, responder.eventsAddress(), isListening(), body, this::greet)
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
}
