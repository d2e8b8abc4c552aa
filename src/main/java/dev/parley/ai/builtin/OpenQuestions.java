package dev.parley.ai.builtin;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.summary.Sentence;
import dev.parley.ai.summary.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds questions that nobody seems to have answered.
 *
 * <p>A question counts as answered when somebody else writes next without a question, or later writes one of its words.
 * Pure.
 */
final class OpenQuestions {
    private OpenQuestions() {}

    static List<Sentence> open(List<ChatLine> chatLines) {
        List<Sentence> open = new ArrayList<>();
        for (int i = 0; i < chatLines.size(); i++) {
            for (Sentence sentence : Sentence.of(List.of(chatLines.get(i)))) {
                if (sentence.isQuestion() && !answered(sentence, chatLines, i + 1)) {
                    open.add(sentence);
                }
            }
        }
        return open;
    }

    private static boolean answered(Sentence question, List<ChatLine> chatLines, int from) {
        Set<String> questionWords = new HashSet<>(question.words());
        String asker = question.line().from().id();
        for (int i = from; i < chatLines.size(); i++) {
            ChatLine chatLine = chatLines.get(i);
            boolean replies = i == from || Words.of(chatLine.text()).stream().anyMatch(questionWords::contains);
            if (replies
                    && !chatLine.from().id().equals(asker)
                    && !chatLine.text().strip().endsWith("?")) {
                return true;
            }
        }
        return false;
    }
}
