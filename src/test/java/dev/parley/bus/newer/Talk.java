package dev.parley.bus.newer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same family one version later: a mood, a member and components more. */
public sealed interface Talk {

    enum Mood {
        CALM,
        GLAD,
        LOUD
    }

    @SuppressWarnings("ArrayRecordComponent") // what an older sender has not, of each kind
    record Said(
            Who by,
            String text,
            Mood mood,
            long at,
            int times,
            boolean shown,
            Long until,
            String via,
            Part part,
            byte[] picture,
            List<String> tags,
            Set<Mood> moods,
            Map<String, Part> parts)
            implements Talk {}

    record Sung(String text) implements Talk {}

    record Who(String name, int number, List<String> others) {}

    record Part(int number) {}
}
