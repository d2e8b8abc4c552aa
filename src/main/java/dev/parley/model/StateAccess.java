package dev.parley.model;

/** What an assistant may do with a room's shared state. Each includes what stands before it. */
public enum StateAccess {
    NONE,
    READ,
    PATCH;

    public boolean includes(StateAccess needed) {
        return compareTo(needed) >= 0;
    }
}
