package dev.parley.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * Stands for bytes that this node cannot read: of another version, or damaged. It comes in the place of the message, so
 * that a request which cannot be read is answered with it, and a future whose answer cannot be read fails with it. It
 * is neither {@link Bus#isAbsent} nor {@link Bus#isLost}: to ask the same node again would help nothing. It carries no
 * stack trace.
 */
final class Unreadable extends ReplyException {

    /** @param problem without anything of the content */
    Unreadable(String problem) {
        super(ReplyFailure.ERROR, "unreadable: " + problem);
    }
}
