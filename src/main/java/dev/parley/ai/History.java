package dev.parley.ai;

import dev.parley.protocol.Author;
import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What of a room's past an assistant is shown. */
final class History {
    private History() {}

    /**
     * What is shown to a model that answers one message: all up to it, and what assistants have said since, so that it
     * knows what was answered while the message waited. The message stands last.
     */
    static List<Event> forOne(List<Event> messages, long prompt) {
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

    /** The newest of these messages that fit into so many bytes, oldest first; always the last one, which asks. */
    static List<Line> within(List<Event> messages, long bytes) {
        List<Line> newestFirst = new ArrayList<>();
        long left = bytes;
        for (int i = messages.size() - 1; i >= 0; i--) {
            left -= Utf8.bytes(messages.get(i).body());
            if (left < 0 && !newestFirst.isEmpty()) {
                break;
            }
            newestFirst.add(Line.of(messages.get(i)));
        }
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }
}
