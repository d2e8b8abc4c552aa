package dev.parley.ai.provider;

import dev.parley.ai.history.ChatLine;
import dev.parley.model.Author;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Labels the people of a conversation for a model: {@code [name]}, or {@code [name|id]} where several people have one
 * name.
 *
 * <p>So nobody can speak as somebody else by choosing their name. Immutable.
 */
final class SenderLabels {
    private static final int MOST_CHARS = 64;

    private final Map<String, Set<String>> idsByName = new HashMap<>();

    SenderLabels(List<ChatLine> chatLines, Author asker) {
        chatLines.forEach(chatLine -> note(chatLine.from()));
        note(asker);
    }

    private void note(Author author) {
        idsByName.computeIfAbsent(plain(author.name()), name -> new HashSet<>()).add(author.id());
    }

    String prefix(Author author) {
        String name = plain(author.name());
        boolean shared = idsByName.getOrDefault(name, Set.of()).size() > 1;
        String kind =
                author.kind() == Author.Kind.USER ? "" : "|" + author.kind().text();
        return "[" + name + (shared ? "|" + plain(author.id()) : "") + kind + "] ";
    }

    /** Without characters that could end the label or begin another. */
    private static String plain(String name) {
        String plain =
                name.replaceAll("[\\[\\]|\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ").strip();
        if (plain.length() <= MOST_CHARS) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
        return plain.substring(0, end);
    }
}
