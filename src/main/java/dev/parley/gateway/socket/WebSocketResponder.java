package dev.parley.gateway.socket;

import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.Responder;
import dev.parley.model.Refusal;

/** Replies to a frame on its socket, with the frame's {@code id}; null when it has none. */
record WebSocketResponder(WebSocketTransport transport, String id) implements Responder {

    @Override
    public void reply(ServerFrame frame) {
        send(frame);
    }

    @Override
    public void refuse(Refusal refusal, String room) {
        send(new ServerFrame.Failed(refusal, room));
    }

    private void send(ServerFrame frame) {
        transport.send(frame.encode(id));
    }

    @Override
    public String eventsAddress() {
        return null;
    }

    @Override
    public boolean wantsReply() {
        return false;
    }
}
