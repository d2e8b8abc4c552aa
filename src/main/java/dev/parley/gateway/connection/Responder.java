package dev.parley.gateway.connection;

import dev.parley.contract.ServerFrame;
import dev.parley.model.Refusal;

/** The way back for the reply to one frame. Each frame gets one reply or one refusal. */
public interface Responder {

    /** Sends what came of the frame. */
    void reply(ServerFrame frame);

    /** Sends why nothing came of it. {@code room} is null when the frame named none that could be understood. */
    void refuse(Refusal refusal, String room);

    /** Where this client wants the events of the frame's room; null on transports that name no addresses. */
    String eventsAddress();

    /** Whether the client waits for a reply also where the contract replies only to a frame with an id. */
    boolean wantsReply();
}
