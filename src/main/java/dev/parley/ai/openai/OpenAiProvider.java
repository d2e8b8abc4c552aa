package dev.parley.ai.openai;

import dev.parley.ai.AiProvider;
import dev.parley.config.AiConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;

/** Streams chat completions from OpenAI-compatible servers; one pool of connections, closed with Vert.x. */
public final class OpenAiProvider implements AiProvider {
    private final Vertx vertx;
    private final AiConfig config;
    private final HttpClient client;

    public OpenAiProvider(Vertx vertx, AiConfig config) {
        this.vertx = vertx;
        this.config = config;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis());
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(config.concurrent()));
    }

    @Override
    public Call start(Prompt prompt, Sink sink) {
        OpenAiCall call = new OpenAiCall(vertx, client, config, prompt, sink);
        call.begin();
        return call;
    }
}
