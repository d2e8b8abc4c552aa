package dev.parley.room.rules;

import dev.parley.messages.SendOrder;
import dev.parley.messages.Speaker;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices messages and custom events that were overtaken on their way: the bus keeps the order of what one node sends
 * to another, but not across a connection that broke, and what went into the broken one may arrive last. Pure;
 * remembers the {@link #SENDERS_MAX} senders that spoke last.
 */
public final class ArrivalOrder {
    static final int SENDERS_MAX = 1000;

    /** A sender, by one gateway: by another it is another connection, whose messages have an order of their own. */
    private record Way(String gateway, String user) {
        static Way of(Speaker by, SendOrder order) {
            return new Way(order.gateway(), by.author().id());
        }
    }

    private final Map<Way, Long> latest = new LinkedHashMap<>(2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Way, Long> eldest) {
            return size() > SENDERS_MAX;
        }
    };

    /**
     * Whether something later of this sender was admitted already, by the same gateway.
     *
     * @param order null from a node that tells none
     */
    public boolean isOvertaken(Speaker by, SendOrder order) {
        return order != null && latest.getOrDefault(Way.of(by, order), 0L) > order.number();
    }

    /** What was not overtaken is on its way to the store. */
    public void onAdmitted(Speaker by, SendOrder order) {
        if (order != null) {
            latest.put(Way.of(by, order), order.number());
        }
    }
}
