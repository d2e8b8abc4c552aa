package dev.parley.capability;

import io.vertx.core.Future;

/** What a capability hears from itself on other nodes. On any context of Vert.x. */
public interface Mailbox {

    /** The highest version that it knows: a request of a higher one is answered {@code unavailable}. */
    int version();

    /** Answers a request. Throws or fails with a {@link dev.parley.model.Refusal}. */
    Future<byte[]> onRequest(int version, byte[] bytes);

    /** Hears what was published on some node, perhaps this one. One of a higher version is passed over. */
    void onPublished(int version, byte[] bytes);
}
