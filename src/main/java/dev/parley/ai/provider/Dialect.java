package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * Translates between conversations and one provider's API. One instance serves all calls; it has no state and never
 * blocks.
 */
public interface Dialect {
    /** The body of the request, written once for a call. */
    JsonObject body(Conversation conversation);

    /** The address and the headers, written anew for each request, as signatures age. */
    ProviderRequest target(AssistantConfig assistant, Buffer body);

    /** Reads one response into {@code streamState}. */
    ResponseParser parser(StreamState streamState);
}
