package dev.parley.ai.builtin;

import dev.parley.ai.AiProvider.Prompt;
import dev.parley.ai.Line;
import dev.parley.protocol.Author;
import java.util.List;
import java.util.Optional;

/**
 * What people said to each other before a prompt: without the prompt, without answers, without commands to the assistant.
 *
 * @param last the asker's own message before the prompt, a command or not; empty when there is none in sight
 */
record Talk(List<Line> lines, Optional<Line> last) {
    static Talk before(Prompt prompt) {
        String assistant = prompt.assistant().name();
        boolean isPrivate = prompt.turn().room().startsWith("assistant:"); // there nobody has to mention it
        List<Line> people = prompt.history().stream()
                .filter(line -> line.seq() < prompt.turn().promptSeq())
                .filter(line ->
                        line.from().kind() == Author.Kind.USER && !line.text().isBlank())
                .toList();
        Optional<Line> last = people.stream()
                .filter(line -> line.from().id().equals(prompt.asker().id()))
                .reduce((earlier, later) -> later);
        List<Line> lines = people.stream()
                .filter(line -> !(isPrivate || Wish.mentions(line.text(), assistant))
                        || !Wish.of(line.text(), assistant).isCommand())
                .toList();
        return new Talk(lines, last);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** What others said after the asker's own last message; everything when there is none. */
    List<Line> missedBy(Author asker) {
        long since = last.map(Line::seq).orElse(0L);
        return lines.stream()
                .filter(line -> line.seq() > since && !line.from().id().equals(asker.id()))
                .toList();
    }

    /** Names in the order of who said most, then of who spoke first. */
    static List<String> people(List<Line> lines) {
        var counts = new java.util.LinkedHashMap<String, Integer>();
        lines.forEach(line -> counts.merge(line.from().name(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }
}
