package dev.parley.store;

/** How far a room is: its current epoch and the {@code seq} of its last event, 0 when there is none. */
public record Position(long epoch, long seq) {}
