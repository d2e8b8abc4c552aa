package dev.parley.fault.checker;

import dev.parley.fault.history.Evidence;
import java.util.function.Consumer;

/** Something that must hold, whatever happened. */
@FunctionalInterface
interface Law {
    void check(Evidence evidence, Consumer<Violation> found);
}
