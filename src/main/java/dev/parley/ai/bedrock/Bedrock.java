package dev.parley.ai.bedrock;

import dev.parley.ai.provider.Conversation;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.ProviderRequest;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.StreamState;
import dev.parley.config.AssistantConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Speaks Amazon Bedrock's Converse API: {@code ConverseStream}. */
public final class Bedrock implements Dialect {
    private static final String STREAM = "application/vnd.amazon.eventstream";

    private final Clock clock;

    /** The clock is for signatures: one that is five minutes wrong is refused. */
    public Bedrock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public JsonObject body(Conversation conversation) {
        return ConverseRequest.of(conversation);
    }

    @Override
    public ProviderRequest target(AssistantConfig assistant, Buffer body) {
        String url = ProviderRequest.url(assistant, "/model/" + SigV4.encoded(assistant.model()) + "/converse-stream");
        if (!assistant.apiKey().isEmpty()) {
            return new ProviderRequest(url, Map.of("Accept", STREAM, "Authorization", "Bearer " + assistant.apiKey()));
        }
        SigV4 signer = new SigV4(assistant.aws(), "bedrock");
        Map<String, String> headers = new HashMap<>(Map.of("Accept", STREAM));
        headers.putAll(signer.headers("POST", URI.create(url), body.getBytes(), Instant.now(clock)));
        return new ProviderRequest(url, headers);
    }

    @Override
    public ResponseParser parser(StreamState streamState) {
        return new ConverseEvents(streamState);
    }
}
