package dev.parley.bus.newer;

import dev.parley.bus.Wire;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same family one version later: a mood, a member and components more. */
@Wire("Talk")
public sealed interface Talk {

    enum Mood {
        CALM,
        GLAD,
        LOUD
    }

    @SuppressWarnings("ArrayRecordComponent") // what an older sender has not, of each kind
    @Wire("Said")
    record Spoken(
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

    @Wire("Sung")
    record Sung(String text) implements Talk {}

    record Who(String name, int number, List<String> others) {}

    record Part(int number) {}
}
