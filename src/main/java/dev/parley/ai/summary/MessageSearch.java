package dev.parley.ai.summary;

import dev.parley.ai.history.ChatLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Searches messages for words: those with all of the words, or with as many of them as can be found. Pure. */
public final class MessageSearch {
    private MessageSearch() {}

    /**
     * Best first: the very phrase, then more of the words, then the newer. {@code least} is the share of words that
     * must match.
     */
    public static List<ChatLine> matches(List<ChatLine> chatLines, String about, double least) {
        Set<String> wanted = new HashSet<>(Words.of(about));
        String phrase = about.toLowerCase(Locale.ROOT).strip();
        List<Match> found = new ArrayList<>();
        for (ChatLine chatLine : chatLines) {
            boolean literal = !phrase.isEmpty()
                    && chatLine.text().toLowerCase(Locale.ROOT).contains(phrase);
            Set<String> has = new HashSet<>(Words.of(chatLine.text()));
            has.retainAll(wanted);
            double share = wanted.isEmpty() ? 0 : (double) has.size() / wanted.size();
            if (literal || (share > 0 && share >= least)) {
                found.add(new Match(chatLine, literal ? 2 : share));
            }
        }
        Collections.reverse(found); // newer first among equals: the sort is stable
        found.sort(Comparator.comparingDouble(Match::score).reversed());
        return found.stream().map(Match::line).toList();
    }

    /** A word of {@code about} as it stands in the text, for showing the right part of it. */
    public static String foundIn(String text, String about) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains(about.toLowerCase(Locale.ROOT).strip())) {
            return about.strip();
        }
        return Words.of(about).stream().filter(lower::contains).findFirst().orElse("");
    }

    private record Match(ChatLine line, double score) {}
}
