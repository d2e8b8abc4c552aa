package dev.parley.gateway.connection;

import dev.parley.contract.ServerFrame;
import dev.parley.model.Refusal;

/** Where the answer to one frame goes. It is answered once. */
public interface Responder {

    void reply(ServerFrame frame);

    /** {@code room} is null when the frame named none that could be understood. */
    void refuse(Refusal refusal, String room);

    /** Where this client's transport wants the events of the frame's room; null when it does not name feeds. */
    String eventsAddress();

    /** Whether the client waits for an answer also where the contract only answers those who ask. */
    boolean wantsReply();
}
