package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Guarantees 1 and 5: what was acknowledged is stored there, and a resend is told the same. {@link LogLaw} compares texts. */
final class AckLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        evidence.clients().forEach(client -> check(client, evidence, found));
    }

    private static void check(ClientHistory client, Evidence evidence, Consumer<Violation> found) {
        Map<String, Long> before = new HashMap<>();
        client.of(Acked.class).forEach(ack -> {
            Stored stored = evidence.at(ack.room(), ack.seq());
            boolean isThere = stored != null
                    && stored.id().equals(ack.id())
                    && stored.from().equals(client.user());
            if (!isThere) {
                found.accept(new Violation(
                        Kind.ACK_LOST,
                        client.toString(),
                        ack.room(),
                        ack.seq(),
                        "acknowledged " + ack.id() + ", stored " + stored));
            }
            Long earlier = before.putIfAbsent(ack.room() + " " + ack.id(), ack.seq());
            if (earlier != null && earlier != ack.seq()) {
                found.accept(new Violation(
                        Kind.ACKED_TWICE,
                        client.toString(),
                        ack.room(),
                        ack.seq(),
                        ack.id() + " was acknowledged at " + earlier + " before"));
            }
        });
    }
}
