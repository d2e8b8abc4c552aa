package dev.parley.fault;

import java.time.Duration;

/**
 * One thing done to the nodes.
 *
 * @param after since the one before began
 * @param isFault whether a new time of trouble begins with it; else it is part of the last one's
 */
record Step(Duration after, String what, boolean isFault, Runnable action) {}
