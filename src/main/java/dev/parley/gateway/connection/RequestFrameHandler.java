package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.RoomHistory;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.HistoryPage;
import io.vertx.core.Future;

/**
 * Carries out a frame of a request that has no connection: it enters no room and gets no events, so nothing is followed
 * for it. On the gateway's context.
 */
final class RequestFrameHandler extends FrameHandler {
    private final Identity identity;
    private final Speaker speaker;

    /** {@code room} is one that the user may enter. */
    RequestFrameHandler(Identity identity, Speaker speaker, ConnectionSettings settings, String room, String id) {
        super(settings, room, id);
        this.identity = identity;
        this.speaker = speaker;
    }

    @Override
    Identity identity() {
        return identity;
    }

    @Override
    Speaker speaker() {
        return speaker;
    }

    @Override
    Future<RoomReply> request(RoomCommand command) {
        return settings.rooms().request(room, command);
    }

    @Override
    Future<RoomHistory> history() {
        return Future.succeededFuture(settings.rooms().history(room));
    }

    @Override
    long shownFirst(String messageId) {
        return 0;
    }

    @Override
    void onPage(HistoryPage page) {}

    @Override
    boolean wantsReply() {
        return true;
    }

    @Override
    public Future<ServerFrame> init(ClientFrame.Init body) {
        throw needsConnection("init");
    }

    @Override
    public Future<ServerFrame> leave(ClientFrame.Leave body) {
        throw needsConnection("leave");
    }

    @Override
    public Future<ServerFrame> auth(ClientFrame.Auth body) {
        throw needsConnection("auth");
    }

    private static RuntimeException needsConnection(String type) {
        return Code.BAD_FRAME.refuse(type + " needs a connection");
    }
}
