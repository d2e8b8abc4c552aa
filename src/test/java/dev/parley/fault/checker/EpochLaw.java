package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.Claimed;
import dev.parley.fault.history.Evidence;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Guarantee 4: an epoch of a room belongs to one node. */
final class EpochLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        Map<String, String> writers = new HashMap<>();
        for (Claimed claim : evidence.claims()) {
            String before = writers.putIfAbsent(claim.room() + " " + claim.epoch(), claim.node());
            if (before != null && !before.equals(claim.node())) {
                String detail = "epoch " + claim.epoch() + " belongs to " + before + " and " + claim.node();
                found.accept(new Violation(Kind.TWO_WRITERS, "", claim.room(), 0, detail));
            }
        }
    }
}
