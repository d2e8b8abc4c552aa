package dev.parley.fault;

import dev.parley.fault.checker.Figures;
import dev.parley.fault.checker.Violation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param violations what must not be
 * @param complaints what took longer than the generous bound
 */
record Outcome(String name, long seed, List<Violation> violations, List<String> complaints, Figures figures) {
    private static final int SHOWN = 20;

    boolean isWell() {
        return violations.isEmpty() && complaints.isEmpty();
    }

    /** For a failure's message. */
    String complaint() {
        Map<Violation.Kind, Long> kinds = violations.stream()
                .collect(Collectors.groupingBy(Violation::kind, TreeMap::new, Collectors.counting()));
        return this + "\n" + kinds + "\n" + String.join("\n", complaints) + "\n"
                + violations.stream().limit(SHOWN).map(Violation::toString).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "[fault] " + name + " seed " + seed + ": " + (isWell() ? "well" : "BROKEN") + "; " + figures;
    }
}
