package dev.parley.gateway.socket;

import dev.parley.bus.Refusal;
import dev.parley.gateway.session.Responder;
import dev.parley.protocol.ServerFrame;

/** Answers a frame on its socket, with the frame's {@code id}. */
record SocketResponder(SocketWire wire, String id) implements Responder {

    @Override
    public void answer(ServerFrame frame) {
        send(frame);
    }

    @Override
    public void refuse(Refusal refusal, String room) {
        send(new ServerFrame.Failed(refusal, room));
    }

    private void send(ServerFrame frame) {
        wire.send(frame.encode(id));
    }

    @Override
    public String feedAddress() {
        return null;
    }

    @Override
    public boolean isWanted() {
        return false;
    }
}
