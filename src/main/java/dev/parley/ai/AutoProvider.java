package dev.parley.ai;

import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a provider, once at the start of a node, for the assistants whose provider is {@code auto}.
 *
 * <p>The choice is a model of the Ollama on this machine if Ollama lists one within a second, else the built-in engine.
 * Each node of a cluster chooses for itself. Never fails.
 */
public final class AutoProvider {
    private static final Logger LOG = LoggerFactory.getLogger(AutoProvider.class);
    private static final String OLLAMA = "http://localhost:11434";
    private static final long PATIENCE_MS = 1000;
    private static final int TAGS_BYTES_MAX = 1 << 20;

    private AutoProvider() {}

    /** The same assistants with a provider each; none is {@code auto} any more. Never fails. */
    public static Future<List<AssistantConfig>> decide(Vertx vertx, List<AssistantConfig> assistants) {
        if (assistants.stream().noneMatch(AutoProvider::isAuto)) {
            return Future.succeededFuture(assistants);
        }
        HttpClient client = vertx.createHttpClient();
        List<Future<AssistantConfig>> decided = new ArrayList<>();
        for (AssistantConfig assistant : assistants) {
            decided.add(isAuto(assistant) ? decide(client, assistant) : Future.succeededFuture(assistant));
        }
        return Future.all(decided).map(all -> all.<AssistantConfig>list()).onComplete(all -> {
            Future<Void> unused = client.close();
        });
    }

    private static boolean isAuto(AssistantConfig assistant) {
        return assistant.preset() == Preset.AUTO;
    }

    private static Future<AssistantConfig> decide(HttpClient client, AssistantConfig assistant) {
        String url =
                assistant.baseUrl().isEmpty() ? OLLAMA : assistant.baseUrl().replaceFirst("/v1$", "");
        return tags(client, url)
                .map(tags -> model(tags, assistant.model()))
                .map(model -> {
                    LOG.info("{} uses {} of the Ollama at {}", assistant.name(), model, url);
                    return assistant.answeredBy(Preset.OLLAMA, model, url + "/v1");
                })
                .otherwise(why -> {
                    LOG.info("{} uses the built-in engine: {} ({})", assistant.name(), url, reason(why));
                    return assistant.answeredBy(Preset.BUILTIN, "", "");
                });
    }

    private static String reason(Throwable why) {
        return why instanceof NoModel ? why.getMessage() : "Ollama did not respond: " + why.getMessage();
    }

    private static Future<JsonObject> tags(HttpClient client, String url) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + "/api/tags")
                .setFollowRedirects(false)
                .setConnectTimeout(PATIENCE_MS);
        return client.request(options)
                .compose(request -> request.send().compose(AutoProvider::body))
                .map(AutoProvider::object)
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > TAGS_BYTES_MAX) {
                whole.tryFail("its list of models is too long");
            } else if (!whole.future().isComplete()) {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> whole.tryComplete(body));
        response.exceptionHandler(whole::tryFail);
        return whole.future();
    }

    private static JsonObject object(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            throw new NoModel("the server at this address is not Ollama");
        }
    }

    /** The model that was configured, whose tag may be left out; else the first. */
    private static String model(JsonObject tags, String configured) {
        JsonArray models = tags.getValue("models") instanceof JsonArray array ? array : new JsonArray();
        Optional<String> found = models.stream()
                .filter(JsonObject.class::isInstance)
                .map(model -> ((JsonObject) model).getString("name", ""))
                .filter(name -> !name.isEmpty())
                .filter(name -> configured.isEmpty() || name.equals(configured) || name.equals(configured + ":latest"))
                .findFirst();
        return found.orElseThrow(
                () -> new NoModel(configured.isEmpty() ? "it has no model" : "it has no model " + configured));
    }

    /** A server answers, but cannot be used. */
    private static final class NoModel extends RuntimeException {
        NoModel(String text) {
            super(text, null, false, false);
        }
    }
}
