package dev.parley.ai.provider;

import dev.parley.config.AiConfig;
import dev.parley.model.TokenUsage;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.HashMap;
import java.util.Map;

/**
 * Streams answers from providers over HTTP, in one dialect.
 *
 * <p>One pool of connections, of at most {@code ai.concurrent} to an address, and one {@link Breaker} for each {@code
 * baseUrl}; closed with Vert.x. Runs on the AI verticle's context.
 */
public final class HttpProvider implements AiProvider {
    private final Vertx vertx;
    private final AiConfig config;
    private final Dialect dialect;
    private final HttpClient client;
    private final Map<String, Breaker> breakers = new HashMap<>(); // by address: no more than there are assistants

    public HttpProvider(Vertx vertx, AiConfig config, Dialect dialect) {
        this.vertx = vertx;
        this.config = config;
        this.dialect = dialect;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis());
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(config.concurrent()));
    }

    @Override
    public Call start(Prompt prompt, Sink sink) {
        Breaker breaker = breakers.computeIfAbsent(prompt.assistant().baseUrl(), url -> breaker());
        ProviderCall call = new ProviderCall(vertx, client, config, dialect, breaker, prompt, sink);
        call.start();
        return call;
    }

    /** Services that were left alone as they failed are called again. */
    @Override
    public void forget() {
        breakers.clear();
    }

    /** Estimated from everything that is sent, except for its punctuation. */
    @Override
    public int reads(Prompt prompt) {
        return TokenUsage.tokensIn(Conversation.of(prompt).chars());
    }

    private Breaker breaker() {
        return new Breaker(config.breaker().failures(), config.breaker().reset().toNanos());
    }
}
