package dev.parley.bus;

import io.vertx.core.Completable;

/**
 * Which node an address lives on, computed instead of registered: what a clustered bus would otherwise keep in a map
 * that grows with rooms and clients, and loses entries when nodes die. Asked from any thread, for every message.
 */
public interface Routes {

    /**
     * Finds the node that a message to this address goes to: this node when nobody has it, so that its sender hears of
     * it.
     *
     * @param node is told, now or later, on any thread
     * @return whether the address is computed: all others are registered in the cluster as Vert.x does it, and {@code
     *     node} hears nothing
     */
    boolean find(String address, Completable<String> node);
}
