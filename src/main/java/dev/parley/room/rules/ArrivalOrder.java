package dev.parley.room.rules;

import dev.parley.messages.RoomCommand.Say;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices messages that were overtaken on their way: the bus keeps the order of what one node sends to another, but not
 * across a connection that broke, and what went into the broken one may arrive last. Pure; remembers the
 * {@link #SENDERS_MAX} senders that spoke last.
 */
public final class ArrivalOrder {
    static final int SENDERS_MAX = 1000;

    /** A sender, by one gateway: by another it is another connection, whose messages have an order of their own. */
    private record Way(String gateway, String user) {}

    private final Map<Way, Long> latest = new LinkedHashMap<>(2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Way, Long> eldest) {
            return size() > SENDERS_MAX;
        }
    };

    /** Whether a later message of its sender was admitted already, by the same gateway. */
    public boolean isOvertaken(Say command) {
        return command.order() != null
                && latest.getOrDefault(wayOf(command), 0L) > command.order().number();
    }

    /** A message that was not overtaken is on its way to the store. */
    public void onAdmitted(Say command) {
        if (command.order() != null) { // null from a node of a build before
            latest.put(wayOf(command), command.order().number());
        }
    }

    private static Way wayOf(Say command) {
        return new Way(command.order().gateway(), command.by().author().id());
    }
}
