package dev.parley.store;

/** A room in a list. */
public record RoomSummary(String room, long seq) {}
