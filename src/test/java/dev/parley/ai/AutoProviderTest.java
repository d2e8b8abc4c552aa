package dev.parley.ai;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class AutoProviderTest {
    private static final String TAGS = "{\"models\":[{\"name\":\"llama3.2:latest\"},{\"name\":\"qwen3:8b\"}]}";

    private static AssistantConfig auto(String model, String baseUrl) {
        return Samples.builtin(Duration.ZERO).answeredBy(Preset.AUTO, model, baseUrl);
    }

    private static String serve(Vertx vertx, Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
        return "http://127.0.0.1:" + server.actualPort();
    }

    private static AssistantConfig decided(Vertx vertx, AssistantConfig assistant) throws Exception {
        return await(AutoProvider.decide(vertx, List.of(assistant))).get(0);
    }

    @ParameterizedTest
    @CsvSource({"'',llama3.2:latest", "llama3.2,llama3.2:latest", "qwen3:8b,qwen3:8b"})
    void aLocalModelAnswers(String configured, String model, Vertx vertx) throws Exception {
        String url = serve(vertx, request -> {
            boolean asked = request.path().equals("/api/tags");
            request.response().setStatusCode(asked ? 200 : 404).end(TAGS);
        });
        for (String given : List.of(url, url + "/v1", url + "/")) {
            AssistantConfig assistant = decided(vertx, auto(configured, given));
            assertEquals("ollama", assistant.provider());
            assertEquals(model, assistant.model());
            assertEquals(url + "/v1", assistant.baseUrl());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"models\":[]}", "{}", "<html>", "{\"models\":[7,{\"name\":\"other\"}]}"})
    void withoutTheModelTheBuiltInEngineAnswers(String tags, Vertx vertx) throws Exception {
        String url = serve(vertx, request -> request.response().end(tags));
        assertEquals("builtin", decided(vertx, auto("llama3.2", url)).provider());
    }

    @Test
    void whereNobodyAnswersTheBuiltInEngineDoes(Vertx vertx) throws Exception {
        String silent = serve(vertx, request -> {});
        String broken =
                serve(vertx, request -> request.response().setStatusCode(500).end(TAGS));
        for (String url : List.of(silent, broken, "http://127.0.0.1:1")) {
            AssistantConfig assistant = decided(vertx, auto("", url));
            assertEquals("builtin", assistant.provider());
            assertEquals("", assistant.baseUrl());
        }
    }

    @Test
    void othersStayAsTheyAre(Vertx vertx) throws Exception {
        AssistantConfig other = Samples.openAi("http://127.0.0.1:1/v1", "k");
        assertEquals(List.of(other), await(AutoProvider.decide(vertx, List.of(other))));
    }
}
