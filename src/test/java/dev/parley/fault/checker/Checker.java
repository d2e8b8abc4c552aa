package dev.parley.fault.checker;

import dev.parley.fault.history.Evidence;
import java.util.ArrayList;
import java.util.List;

/** All laws over one run. */
public final class Checker {
    private static final List<Law> LAWS = List.of(
            new LogLaw(),
            new AckLaw(),
            new RefusalLaw(),
            new DeliveryLaw(),
            new EndLaw(),
            new OrderLaw(),
            new TurnLaw(),
            new ChunkLaw(),
            new EpochLaw());

    private Checker() {}

    /** Empty is well. */
    public static List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        LAWS.forEach(law -> law.check(evidence, found::add));
        return found;
    }
}
