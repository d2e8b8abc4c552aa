package dev.parley.gateway.fanout;

/** Counts deliveries for the metrics. Called from any gateway's context, once a broadcast, not once a delivery. */
public interface FanoutObserver {

    /** Frames were handed to connections, {@code micros} after they left their room. */
    void delivered(int frames, long micros);
}
