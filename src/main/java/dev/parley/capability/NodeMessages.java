package dev.parley.capability;

import io.vertx.core.Future;

/** A capability's way to itself on other nodes, where its {@link Mailbox} hears it. From any context. */
public interface NodeMessages {

    /**
     * Fails with a {@link dev.parley.model.Refusal}; {@code unavailable} when nobody there understands it, or is there.
     */
    Future<byte[]> request(String node, int version, byte[] bytes);

    /** To every node, this one too. It may get lost. */
    void publish(int version, byte[] bytes);
}
