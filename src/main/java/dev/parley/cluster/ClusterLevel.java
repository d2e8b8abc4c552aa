package dev.parley.cluster;

import dev.parley.model.Code;
import dev.parley.model.Refusal;

/**
 * What all code in a cluster can deal with, as a number that only grows. A node writes its own with its lease; the
 * cluster has a level once every node that holds a lease has it, and never goes back. A feature that an older node
 * would not understand waits for its level.
 *
 * <p>A new level is a new constant at the end. If code without it must not even read what it brings, its migration
 * raises the oldest reader of the schema as well.
 */
public enum ClusterLevel {
    /** Builds that write no level. */
    NONE(0),
    /** Events of unknown types pass through; nodes pass on messages of capabilities. */
    CAPABILITIES(1),
    /** Messages are edited, deleted and reacted to; custom events, signals and shared state. */
    AMENDMENTS(2),
    /** Private and direct rooms, settings, sanctions; retention, and rooms that are deleted. */
    MEMBERSHIP(3);

    /** The level of this build. */
    public static final ClusterLevel CURRENT = MEMBERSHIP;

    private static final long RETRY_AFTER_MS = 5000;

    private final int number;

    ClusterLevel(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The refusal of what needs this level, while the cluster does not have it. */
    public Refusal refusal() {
        return Code.UNAVAILABLE.refuse("a node of an older version is in the cluster", RETRY_AFTER_MS);
    }
}
