package dev.parley.room.lifecycle;

import static dev.parley.room.lifecycle.LeaveReason.Release.AFTER_APPENDS;
import static dev.parley.room.lifecycle.LeaveReason.Release.AFTER_GRACE;
import static dev.parley.room.lifecycle.LeaveReason.Release.BY_NODE;
import static dev.parley.room.lifecycle.LeaveReason.Release.UNLESS_USED;

import dev.parley.room.lifecycle.Hibernation.State;
import org.slf4j.event.Level;

/**
 * Why a room leaves the memory of its node, and what follows from each reason.
 *
 * <pre>
 *              log     turns stop,        members  claim is                   reloaded if
 *                      callers refused    told     released                   unfinished
 * IDLE         -       after the grace    no       after the grace            no
 * MOVED        -       at once            yes      after the pending appends  yes
 * FAILED       warn    at once            yes      after the grace            yes
 * FENCED       warn    at once            yes      after the grace            yes
 * WENT_BACK    warn    at once            yes      after the grace            yes
 * STORE_AWAY   debug   at once            yes      after the grace            yes
 * LEASE_LOST   debug   at once            yes      after the grace            yes
 * NODE_STOPS   -       at once            no       by the node                no
 * </pre>
 *
 * <p>A room is unfinished while it has turns or members: then somebody must load it again, even if nobody sends a
 * command.
 */
public enum LeaveReason {
    /**
     * Nobody used the room for {@code rooms.idleTimeout}. A command that arrives within the grace keeps it in memory.
     */
    IDLE(null, UNLESS_USED, false, false, "the room is idle"),
    /** The ring gives the room to another node. Turns go on there. */
    MOVED(null, AFTER_APPENDS, true, true, "another node owns the room"),
    /** An append, a read or a command failed, so that only the store knows what is stored. */
    FAILED(Level.WARN, AFTER_GRACE, true, true, "error"),
    /** A later claim of the room exists: the store or a gateway says so. */
    FENCED(Level.WARN, AFTER_GRACE, true, true, "the room was claimed again"),
    /** The store holds less than it has acknowledged, because it was restored from a backup. */
    WENT_BACK(Level.WARN, AFTER_GRACE, true, true, "the store went back"),
    /** The store is unavailable to all rooms; the store's client logs that once. */
    STORE_AWAY(Level.DEBUG, AFTER_GRACE, true, true, "the store is unavailable"),
    /** It was deleted: whoever uses its name next makes it anew. */
    DELETED(null, AFTER_APPENDS, false, false, "the room was deleted"),
    /** The node may not host rooms any more; the lease keeper logs that once. */
    LEASE_LOST(Level.DEBUG, AFTER_GRACE, true, true, "this node lost its lease"),
    /**
     * The node stops: it undeploys its rooms and gives its lease back itself. Turns go on where the room is loaded
     * next.
     */
    NODE_STOPS(null, BY_NODE, false, false, "the node stops");

    /** When the claim is released, and with it the room undeployed. */
    enum Release {
        /** After the grace, unless the room was used within it. */
        UNLESS_USED,
        /** After the grace, in which commands that are under way arrive and are refused. */
        AFTER_GRACE,
        /** Once nothing is on its way to the store: the grace comes after it. */
        AFTER_APPENDS,
        /** Not by the room. */
        BY_NODE
    }

    private final Level level;
    private final Release release;
    private final boolean tellsMembers;
    private final boolean reloads;
    private final String text;

    LeaveReason(Level level, Release release, boolean tellsMembers, boolean reloads, String text) {
        this.level = level;
        this.release = release;
        this.tellsMembers = tellsMembers;
        this.reloads = reloads;
        this.text = text;
    }

    /** The level of its log line; null for none. */
    Level level() {
        return level;
    }

    Release release() {
        return release;
    }

    /** Whether turns stop and callers are refused at once. */
    boolean isAtOnce() {
        return release != UNLESS_USED;
    }

    /** The state that the room takes first. */
    State firstState() {
        return isAtOnce() ? State.LEAVING : State.DROWSY;
    }

    /** Whether members are told who came and went and that nobody types, because this room will not do so later. */
    boolean tellsMembers() {
        return tellsMembers;
    }

    /** Whether the room is loaded again at once if it is unfinished. */
    boolean reloads() {
        return reloads;
    }

    /** The reason in words, for the log. */
    String text() {
        return text;
    }
}
