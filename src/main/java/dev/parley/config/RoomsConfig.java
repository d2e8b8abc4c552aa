package dev.parley.config;

import java.time.Duration;

/**
 * The section {@code rooms}: how long rooms stay in memory, and how long others wait for them. Immutable.
 *
 * @param idleTimeout a room that did nothing for so long leaves memory, its sockets stay
 * @param active most rooms in memory on one node; more are refused with {@code overloaded}
 * @param pending most appends of one room that wait for the store
 * @param commandTimeout how long a room on another node may be silent before it is asked again
 * @param patience how long a gateway tries to reach a room before it says {@code unavailable}
 * @param compareEvery how often gateways compare their silent rooms with the store; alone, some of them each time
 * @param typingTimeout a typing notice lapses by itself after this
 * @param presenceBatch joins and leaves are announced together this often
 * @param rollCall how long a room that woke up waits for gateways to say who is connected
 * @param removalCheck how often gateways ask the store who was taken out of a room; one that cannot ask for twice as
 *     long holds back the frames of private rooms
 * @param retentionEvery how often one node looks for rooms that hold what is older than their retention
 */
public record RoomsConfig(
        Duration idleTimeout,
        int active,
        int pending,
        Duration commandTimeout,
        Duration patience,
        Duration compareEvery,
        Duration typingTimeout,
        Duration presenceBatch,
        Duration rollCall,
        Duration removalCheck,
        Duration retentionEvery) {
    public RoomsConfig {
        Check.positive("idleTimeout", idleTimeout);
        Check.range("active", active, 1, 10_000_000);
        Check.range("pending", pending, 1, 1_000_000);
        Check.positive("commandTimeout", commandTimeout);
        Check.positive("patience", patience);
        Check.positive("compareEvery", compareEvery);
        Check.positive("typingTimeout", typingTimeout);
        Check.positive("presenceBatch", presenceBatch);
        Check.positive("rollCall", rollCall);
        Check.positive("removalCheck", removalCheck);
        Check.positive("retentionEvery", retentionEvery);
    }
}
