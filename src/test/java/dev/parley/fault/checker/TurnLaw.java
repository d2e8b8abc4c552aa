package dev.parley.fault.checker;

import dev.parley.fault.checker.Violation.Kind;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.Stored;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Guarantee 6: each call of an assistant that was stored has one answer that was stored. */
final class TurnLaw implements Law {
    @Override
    public void check(Evidence evidence, Consumer<Violation> found) {
        for (String room : evidence.rooms()) {
            check(room, evidence.log(room), found);
        }
    }

    private static void check(String room, List<Stored> log, Consumer<Violation> found) {
        Set<String> turns = new HashSet<>();
        for (Stored message : log) {
            if (message.turn() != null && !turns.add(message.turn())) {
                found.accept(new Violation(Kind.TURN_ENDED_TWICE, "", room, message.seq(), message.turn()));
            }
        }
        long calls = log.stream().filter(Stored::callsAssistant).count();
        if (calls > turns.size()) {
            String detail = calls + " calls, " + turns.size() + " answers";
            found.accept(new Violation(Kind.TURN_WITHOUT_END, "", room, 0, detail));
        } else if (calls < turns.size()) {
            String detail = calls + " calls, " + turns.size() + " answers";
            found.accept(new Violation(Kind.TURN_ENDED_TWICE, "", room, 0, detail));
        }
    }
}
