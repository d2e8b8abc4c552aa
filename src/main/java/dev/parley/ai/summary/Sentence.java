package dev.parley.ai.summary;

import dev.parley.ai.history.ChatLine;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sentence of a message, with the words it is about. */
public record Sentence(ChatLine line, String text, List<String> words) {
    private static final int WORDS_LEAST = 2;

    public boolean isQuestion() {
        return text.endsWith("?");
    }

    /** All sentences with at least two words that matter, in order. */
    public static List<Sentence> of(List<ChatLine> chatLines) {
        List<Sentence> sentences = new ArrayList<>();
        for (ChatLine chatLine : chatLines) {
            for (String text : split(chatLine.text())) {
                List<String> words = Words.of(text);
                if (words.size() >= WORDS_LEAST) {
                    sentences.add(new Sentence(chatLine, text, words));
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
