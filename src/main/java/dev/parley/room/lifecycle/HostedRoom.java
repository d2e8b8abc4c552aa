package dev.parley.room.lifecycle;

import io.vertx.core.Future;
import java.util.Set;

/** A room in memory, as its host sees it. Every method may be called from any thread. */
public interface HostedRoom {

    /** The gateways in view have changed. */
    void see(Set<String> gateways);

    /** The node has lost its lease: the room leaves memory. */
    void loseLease();

    /** The room belongs to another node now; completes when it was given back. */
    Future<Void> handOver();

    /** The node stops: the room takes nothing more. Completes when what it had accepted is stored, or refused. */
    Future<Void> stopWithNode();
}
