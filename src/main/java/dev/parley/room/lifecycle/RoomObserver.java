package dev.parley.room.lifecycle;

/** Counts the rooms that come into a node's memory and leave it, for metrics. Called on rooms' contexts; must not block. */
public interface RoomObserver {
    /** This node has claimed a room. */
    void claimed();

    /**
     * A room leaves this node's memory.
     *
     * @param reason one of few: {@code idle}, {@code moved} to another node, {@code failed}
     */
    void left(String reason);
}
