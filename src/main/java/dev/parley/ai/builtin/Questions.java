package dev.parley.ai.builtin;

import dev.parley.ai.Line;
import dev.parley.ai.summary.Sentence;
import dev.parley.ai.summary.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Questions nobody seems to have answered. A question counts as answered when somebody else speaks next without asking
 * back, or says later something with a word of it.
 */
final class Questions {
    private Questions() {}

    static List<Sentence> open(List<Line> lines) {
        List<Sentence> open = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            for (Sentence sentence : Sentence.of(List.of(lines.get(i)))) {
                if (sentence.isQuestion() && !answered(sentence, lines, i + 1)) {
                    open.add(sentence);
                }
            }
        }
        return open;
    }

    private static boolean answered(Sentence question, List<Line> lines, int from) {
        Set<String> asked = new HashSet<>(question.words());
        String asker = question.line().from().id();
        for (int i = from; i < lines.size(); i++) {
            Line line = lines.get(i);
            boolean replies = i == from || Words.of(line.text()).stream().anyMatch(asked::contains);
            if (replies
                    && !line.from().id().equals(asker)
                    && !line.text().strip().endsWith("?")) {
                return true;
            }
        }
        return false;
    }
}
