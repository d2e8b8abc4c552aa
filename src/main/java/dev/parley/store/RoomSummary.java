package dev.parley.store;

/** A room in a list, with the {@code seq} of its last event. */
public record RoomSummary(String room, long seq) {}
