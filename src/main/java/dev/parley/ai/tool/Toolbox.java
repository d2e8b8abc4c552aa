package dev.parley.ai.tool;

import io.vertx.core.Future;
import java.util.List;

/** Provides tools. It is asked at the start of every step, so the tools may change. */
@FunctionalInterface
public interface Toolbox {
    List<Tool> tools();

    /** Asks anew for tools that others offer; completes, and never fails, once that was tried. */
    default Future<Void> refresh() {
        return Future.succeededFuture();
    }
}
