package dev.parley.ai.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text in the pieces in which it is said: a word and the white space behind it. Joined they are the text. */
final class WordPieces {
    private static final Pattern PIECE = Pattern.compile("\\s*\\S+\\s*");

    private WordPieces() {}

    static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            pieces.add(piece.group());
        }
        return pieces;
    }
}
