package dev.parley.ai.builtin;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Author;
import java.util.List;
import java.util.Optional;

/**
 * Selects what people wrote to each other before a prompt: without the prompt, answers, and commands to the assistant.
 * Pure.
 *
 * @param last the asker's own message before the prompt, a command or not; empty when there is none in sight
 */
record Transcript(List<ChatLine> lines, Optional<ChatLine> last) {
    static Transcript before(Prompt prompt) {
        String assistant = prompt.assistant().name();
        boolean isPrivate = AssistantRooms.isPrivate(prompt.turn().room()); // there nobody has to mention it
        List<ChatLine> people = prompt.history().stream()
                .filter(chatLine -> chatLine.seq() < prompt.turn().promptSeq())
                .filter(chatLine -> chatLine.from().kind() == Author.Kind.USER
                        && !chatLine.text().isBlank())
                .toList();
        Optional<ChatLine> last = people.stream()
                .filter(chatLine -> chatLine.from().id().equals(prompt.asker().id()))
                .reduce((earlier, later) -> later);
        List<ChatLine> chatLines = people.stream()
                .filter(chatLine -> !(isPrivate || BuiltinCommand.mentions(chatLine.text(), assistant))
                        || !BuiltinCommand.of(chatLine.text(), assistant).isCommand())
                .toList();
        return new Transcript(chatLines, last);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The messages of others after the asker's own last message; all when there is none. */
    List<ChatLine> missedBy(Author asker) {
        long since = last.map(ChatLine::seq).orElse(0L);
        return lines.stream()
                .filter(chatLine ->
                        chatLine.seq() > since && !chatLine.from().id().equals(asker.id()))
                .toList();
    }

    /** Names, those with most messages first, then in the order of their first message. */
    static List<String> people(List<ChatLine> chatLines) {
        var counts = new java.util.LinkedHashMap<String, Integer>();
        chatLines.forEach(chatLine -> counts.merge(chatLine.from().name(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }
}
