package dev.parley.gateway.connection;

/** Counts what clients send, for the metrics. Called from any gateway's context. */
public interface TrafficObserver {
    /** A frame came in. */
    void received();

    /** A frame was refused. */
    void refused();
}
