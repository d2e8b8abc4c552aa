package dev.parley.fault.swarm;

import io.vertx.core.json.JsonObject;

/** What a client's rooms need of it. On its context. */
interface Link {
    /** The number of the connection; they count from 1. */
    int connection();

    /** Sends over the open connection; nothing happens without one. */
    void send(JsonObject frame);

    void later(long ms, Runnable task);
}
