package dev.parley.gateway.fanout;

import dev.parley.contract.CloseCode;
import io.vertx.core.Future;

/**
 * The way to one client, whatever transport it came by. {@code address} names the feed for transports that name feeds;
 * others pass over it. On the connection's context.
 */
public interface ClientTransport {

    /** Sends a frame that many get. */
    void deliver(String address, SharedFrame frame);

    /** Sends the frames of a round that many get. */
    default void deliver(String address, SharedFrames round) {
        for (int i = 0; i < round.frames().size(); i++) {
            deliver(address, round.frames().get(i));
        }
    }

    /** Sends a frame that this client alone gets. */
    void deliver(String address, byte[] json);

    /** Sends a frame and tells when the transport has taken it: how a long replay is paced. */
    Future<Void> deliverPaced(String address, byte[] json);

    /** Bytes that were sent and not yet taken by the transport. */
    long unsent();

    /** A ping of the transport, if it has one. */
    void ping();

    /** Says why and closes, also when the client reads nothing any more. */
    void close(CloseCode code, String reason);
}
