package dev.parley.room.lifecycle;

/**
 * Counts the rooms that come into a node's memory and leave it, for metrics. Called on rooms' contexts; must not block.
 */
public interface RoomObserver {
    /** This node has claimed a room. */
    void claimed();

    /** A room leaves this node's memory. */
    void left(LeaveReason reason);
}
