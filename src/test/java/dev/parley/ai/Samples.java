package dev.parley.ai;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.config.BreakerConfig;
import dev.parley.config.Preset;
import dev.parley.config.ToolsConfig;
import dev.parley.model.Author;
import dev.parley.model.Turn;
import dev.parley.testing.TestConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package begin with. */
public final class Samples {
    public static final Author ANN = new Author("u1", "Ann", Author.Kind.USER);
    public static final Author BOB = new Author("u2", "Bob", Author.Kind.USER);
    public static final Author CID = new Author("u3", "Cid", Author.Kind.USER);
    public static final Author BOT = new Author("assistant", "assistant", Author.Kind.ASSISTANT);

    private Samples() {}

    public static AssistantConfig builtin(Duration pace) {
        return TestConfig.assistant(new JsonObject().put("pace", TestConfig.text(pace)));
    }

    /** The builtin assistant, whose model may ask for these tools. */
    public static AssistantConfig withTools(List<String> tools, List<String> approval) {
        return TestConfig.assistant(
                new JsonObject().put("tools", new JsonArray(tools)).put("approval", new JsonArray(approval)));
    }

    /** An assistant with a fallback, which need not exist. */
    public static AssistantConfig named(String name, String model, String fallback) {
        AssistantConfig alone =
                TestConfig.assistant(new JsonObject().put("name", name).put("model", model));
        return TestConfig.changed(alone, "fallback", fallback);
    }

    public static AssistantConfig openAi(String baseUrl, String apiKey) {
        return remote(Preset.OPENAI, baseUrl, apiKey);
    }

    public static AssistantConfig remote(Preset preset, String baseUrl, String apiKey) {
        return TestConfig.assistant(new JsonObject()
                .put("provider", preset.text())
                .put("model", "model-1")
                .put("baseUrl", baseUrl)
                .put("apiKey", apiKey)
                .put("system", "Be brief."));
    }

    public static ToolsConfig tools() {
        return config().tools();
    }

    public static ToolsConfig tools(int steps, int perStep, Duration timeout, long resultBytes) {
        return TestConfig.changed(
                tools(), "steps", steps, "perStep", perStep, "timeout", timeout, "resultBytes", resultBytes);
    }

    public static AiConfig config() {
        return TestConfig.with(
                        """
                        {"ai": {
                          "summaryTimeout": "20s",
                          "firstTokenTimeout": "30s",
                          "totalTimeout": "1m",
                          "concurrent": 100,
                          "tools": {
                            "timeout": "10s",
                            "approvalTimeout": "1h",
                            "page": {"maxBytes": "1MiB", "ports": [80]}
                          }
                        }}""")
                .ai();
    }

    /** With these limits of tools. */
    public static AiConfig with(ToolsConfig tools) {
        return TestConfig.changed(config(), "tools", tools);
    }

    /** With so many messages that a model is shown, and so many that it is told of after at most this time. */
    public static AiConfig context(int messages, int summaryMessages, Duration summaryTimeout) {
        return TestConfig.changed(
                config(),
                "contextMessages",
                messages,
                "summaryMessages",
                summaryMessages,
                "summaryTimeout",
                summaryTimeout);
    }

    public static AiConfig with(
            Duration heartbeat, Duration pull, Duration total, long bufferBytes, long answerBytes, int concurrent) {
        return TestConfig.changed(
                config(),
                "heartbeat",
                heartbeat,
                "pullTimeout",
                pull,
                "totalTimeout",
                total,
                "bufferBytes",
                bufferBytes,
                "answerBytes",
                answerBytes,
                "concurrent",
                concurrent);
    }

    /** A provider that failed so often in a row is left alone for so long. */
    public static AiConfig breaker(int failures, Duration reset) {
        return TestConfig.changed(config(), "breaker", new BreakerConfig(failures, reset));
    }

    /** With these times to the first output and between two. */
    public static AiConfig patience(Duration firstToken, Duration idle) {
        return TestConfig.changed(config(), "firstTokenTimeout", firstToken, "idleTimeout", idle);
    }

    public static Turn turn(String room, long promptSeq) {
        return new Turn(room, "t" + promptSeq, "assistant", 1, promptSeq, ANN, 0);
    }

    public static ChatLine line(long seq, Author from, String text) {
        return new ChatLine(seq, 1_700_000_000_000L + seq, from, text);
    }

    /** Ann asks {@code text} after {@code before} was said. */
    public static AiProvider.Prompt prompt(AssistantConfig assistant, String text, List<ChatLine> before) {
        long seq = before.isEmpty() ? 1 : before.get(before.size() - 1).seq() + 1;
        List<ChatLine> history = new ArrayList<>(before);
        history.add(line(seq, ANN, text));
        return new AiProvider.Prompt(assistant, turn("general", seq), ANN, text, history, "", List.of(), List.of());
    }
}
