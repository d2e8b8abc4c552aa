package dev.parley.gateway.connection;

/** Counts. May be called from any gateway's context. */
public interface TrafficObserver {
    /** A frame came in. */
    void received();

    /** A frame was answered with no. */
    void refused();
}
