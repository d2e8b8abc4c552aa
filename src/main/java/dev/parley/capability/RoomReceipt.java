package dev.parley.capability;

/**
 * What a room answers to a command of a capability, once all of it is durable.
 *
 * @param seq of the last event; 0 when nothing was stored
 * @param ts when it was decided, or when the earlier command stored it; milliseconds since the epoch
 * @param duplicate whether it was stored by an earlier command with the same id
 * @param bytes what the rules say beside; empty for a duplicate
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record RoomReceipt(long seq, long ts, boolean duplicate, byte[] bytes) {}
