package dev.parley.fault.history;

/** That a node became the writer of a room's epoch, as its log or the store says. */
public record Claimed(String room, long epoch, String node) {}
