package dev.parley.gateway.fanout;

import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import io.vertx.core.Future;

/**
 * The way to one client, by whatever transport it came. {@code address} is where the client wants a room's events, on
 * transports that name addresses; others pass over it. On the connection's context.
 */
public interface ClientTransport {

    /** Sends a frame that many clients get. */
    void deliver(String address, SharedFrame frame);

    /** Sends the frames of one flush that many clients get. */
    default void deliver(String address, SharedFrames frames) {
        for (int i = 0; i < frames.frames().size(); i++) {
            deliver(address, frames.frames().get(i));
        }
    }

    /** Sends a frame that this client alone gets. */
    void deliver(String address, ServerFrame frame);

    /** Sends a frame; completes when the transport has taken it, which is how a long replay is paced. */
    Future<Void> deliverPaced(String address, ServerFrame frame);

    /** Bytes that were sent and not yet taken by the transport. */
    long unsent();

    /** A ping of the transport, if it has one. */
    void ping();

    /** Sends why and closes, also when the client reads nothing any more. */
    void close(CloseCode code, String reason);
}
