package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Refused;
import dev.parley.fault.history.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What was refused for good is absent, unless the same id was acknowledged at another try. */
final class RefusalLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        Map<String, Stored> stored = new HashMap<>();
        for (String room : evidence.rooms()) {
            evidence.log(room)
                    .forEach(message -> stored.put(message.from() + " " + room + " " + message.id(), message));
        }
        evidence.clients().forEach(client -> check(client, stored, found));
    }

    private static void check(ClientHistory client, Map<String, Stored> stored, Consumer<Violation> found) {
        Set<String> acked =
                client.of(Acked.class).map(ack -> ack.room() + " " + ack.id()).collect(Collectors.toSet());
        client.of(Refused.class)
                .filter(refused -> !refused.retry())
                .filter(refused -> !acked.contains(refused.room() + " " + refused.id()))
                .forEach(refused -> {
                    Stored there = stored.get(client.user() + " " + refused.room() + " " + refused.id());
                    if (there != null) {
                        found.accept(new Violation(
                                Kind.REFUSED_BUT_STORED,
                                client.toString(),
                                refused.room(),
                                there.seq(),
                                refused.id() + " was refused with " + refused.code()));
                    }
                });
    }
}
