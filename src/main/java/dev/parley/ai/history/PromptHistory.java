package dev.parley.ai.history;

import dev.parley.ai.text.Utf8;
import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.TokenUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Selects the messages of a room that an assistant gets with a question. Pure. */
public final class PromptHistory {
    private PromptHistory() {}

    /**
     * The messages for a model that answers one of them: all up to that one, and those of assistants since then, so
     * that the model knows what was answered while the message waited. The message to be answered is last.
     */
    public static List<Event> forOne(List<Event> messages, long prompt) {
        List<Event> shown = new ArrayList<>();
        Event asks = null;
        for (Event message : messages) {
            if (message.seq() == prompt) {
                asks = message;
            } else if (message.seq() < prompt || message.from().kind() == Author.Kind.ASSISTANT) {
                shown.add(message);
            }
        }
        if (asks != null) {
            shown.add(asks);
        }
        return shown;
    }

    /**
     * The newest of these messages that fit, oldest first; always the last one, which is the question. Those that were
     * deleted are left out.
     *
     * @param tokens most tokens of their texts, estimated; 0 for any
     */
    public static List<ChatLine> within(List<Event> messages, long bytes, int tokens) {
        List<ChatLine> newestFirst = new ArrayList<>();
        long bytesLeft = bytes;
        long tokensLeft = tokens == 0 ? Long.MAX_VALUE : tokens;
        for (int i = messages.size() - 1; i >= 0; i--) {
            ChatLine chatLine = ChatLine.of(messages.get(i)).orElse(null);
            if (chatLine == null) {
                continue;
            }
            bytesLeft -= Utf8.bytes(messages.get(i).body());
            tokensLeft -= TokenUsage.tokensIn(chatLine.text().length());
            if ((bytesLeft < 0 || tokensLeft < 0) && !newestFirst.isEmpty()) {
                break;
            }
            newestFirst.add(chatLine);
        }
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }
}
