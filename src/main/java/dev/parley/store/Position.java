package dev.parley.store;

/** How far a room is: its current epoch and its last event's {@code seq}, 0 when there is none. */
public record Position(long epoch, long seq) {}
