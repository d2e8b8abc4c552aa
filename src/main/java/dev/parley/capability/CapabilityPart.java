package dev.parley.capability;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * A part of a capability that starts and stops with its node. Each future completes when that is done. A part whose
 * start has failed is stopped too. A start that fails keeps the node from starting.
 *
 * @param name for log lines
 * @param place when it starts; parts stop in the opposite order
 */
public record CapabilityPart(String name, Place place, Supplier<Future<Void>> start, Supplier<Future<Void>> stop) {

    /** When a part starts. The store is open before all of them. */
    public enum Place {
        /** Before rooms are served, and it stops after them. */
        BELOW_ROOMS,
        /** After rooms are served and before clients come in, and it stops before rooms do. */
        ABOVE_ROOMS
    }
}
