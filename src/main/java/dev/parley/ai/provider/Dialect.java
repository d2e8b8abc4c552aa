package dev.parley.ai.provider;

import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What one provider's API has of its own. One instance serves all calls; nothing here blocks or keeps state. */
public interface Dialect {
    /** What is asked, made once for a call. */
    JsonObject body(Conversation conversation);

    /** Where and with which headers it is asked; made anew for each attempt, as signatures age. */
    ProviderRequest target(AssistantConfig assistant, Buffer body);

    /** Reads one response. What it understands it tells {@code reading}. */
    ResponseParser parser(StreamState streamState);
}
