package dev.parley.ai.summary;

import dev.parley.ai.Line;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sentence that somebody said, with the words it is about. */
public record Sentence(Line line, String text, List<String> words) {
    private static final int WORDS_LEAST = 2;

    public boolean isQuestion() {
        return text.endsWith("?");
    }

    /** All that say something, in order. */
    public static List<Sentence> of(List<Line> lines) {
        List<Sentence> sentences = new ArrayList<>();
        for (Line line : lines) {
            for (String text : split(line.text())) {
                List<String> words = Words.of(text);
                if (words.size() >= WORDS_LEAST) {
                    sentences.add(new Sentence(line, text, words));
                }
            }
        }
        return sentences;
    }

    static List<String> split(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(text);
        List<String> parts = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            String part = text.substring(start, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
