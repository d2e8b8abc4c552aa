package dev.parley.bus;

import io.vertx.core.Future;

/**
 * Which node an address lives on, computed instead of registered: what a clustered bus would otherwise keep in a map that
 * grows with rooms and clients, and loses entries when nodes die. Asked from any thread, for every message.
 */
public interface Routes {

    /** Whether this address is computed; all others are registered in the cluster as Vert.x does it. */
    boolean isComputed(String address);

    /** The node that a message to this address goes to; this node when nobody has it, so that its sender hears of it. */
    Future<String> one(String address);
}
