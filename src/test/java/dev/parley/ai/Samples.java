package dev.parley.ai;

import static dev.parley.config.AssistantConfig.Overlap.QUEUE;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.config.AwsConfig;
import dev.parley.config.BreakerConfig;
import dev.parley.config.PageConfig;
import dev.parley.config.Preset;
import dev.parley.config.ToolsConfig;
import dev.parley.model.Author;
import dev.parley.model.Turn;
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
        return new AssistantConfig(
                "assistant",
                "builtin",
                "",
                "",
                "",
                "",
                AssistantConfig.ReplyPolicy.MENTION,
                List.of(),
                pace,
                QUEUE,
                "",
                List.of(),
                List.of(),
                0,
                "",
                AwsConfig.NONE);
    }

    /** The builtin assistant, whose model may ask for these tools. */
    public static AssistantConfig withTools(List<String> tools, List<String> approval) {
        return new AssistantConfig(
                "assistant",
                "builtin",
                "",
                "",
                "",
                "",
                AssistantConfig.ReplyPolicy.MENTION,
                List.of(),
                Duration.ZERO,
                QUEUE,
                "",
                tools,
                approval,
                0,
                "",
                AwsConfig.NONE);
    }

    /** An assistant with a fallback. */
    public static AssistantConfig named(String name, String model, String fallback) {
        return new AssistantConfig(
                name,
                "builtin",
                model,
                "",
                "",
                "",
                AssistantConfig.ReplyPolicy.MENTION,
                List.of(),
                Duration.ZERO,
                QUEUE,
                fallback,
                List.of(),
                List.of(),
                0,
                "",
                AwsConfig.NONE);
    }

    public static AssistantConfig openAi(String baseUrl, String apiKey) {
        return remote(Preset.OPENAI, baseUrl, apiKey);
    }

    public static AssistantConfig remote(Preset preset, String baseUrl, String apiKey) {
        return new AssistantConfig(
                "assistant",
                preset.text(),
                "model-1",
                baseUrl,
                apiKey,
                "Be brief.",
                AssistantConfig.ReplyPolicy.MENTION,
                List.of(),
                Duration.ZERO,
                QUEUE,
                "",
                List.of(),
                List.of(),
                0,
                "",
                AwsConfig.NONE);
    }

    public static ToolsConfig tools() {
        return tools(8, 8, Duration.ofSeconds(10), 16_384);
    }

    public static ToolsConfig tools(int steps, int perStep, Duration timeout, long resultBytes) {
        PageConfig page = new PageConfig(
                true, 1 << 20, Duration.ofSeconds(10), List.of(80), List.of(), "", List.of(), Duration.ofSeconds(20));
        return new ToolsConfig(steps, perStep, timeout, resultBytes, Duration.ofHours(1), page, List.of());
    }

    /** With these limits of tools. */
    public static AiConfig with(ToolsConfig tools) {
        AiConfig c = config();
        return with(
                c.contextMessages(),
                c.summaryMessages(),
                c.summaryTimeout(),
                c.firstTokenTimeout(),
                c.idleTimeout(),
                tools,
                c.breaker());
    }

    /** With so many messages that a model is shown, and so many that it is told of after at most this time. */
    public static AiConfig context(int messages, int summaryMessages, Duration summaryTimeout) {
        AiConfig c = config();
        return with(
                messages,
                summaryMessages,
                summaryTimeout,
                c.firstTokenTimeout(),
                c.idleTimeout(),
                c.tools(),
                c.breaker());
    }

    public static AiConfig config() {
        return with(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), 65_536, 262_144, 100);
    }

    public static AiConfig with(
            Duration heartbeat, Duration pull, Duration total, long bufferBytes, long answerBytes, int concurrent) {
        return new AiConfig(
                200,
                65_536,
                0,
                1000,
                2048,
                Duration.ofSeconds(20),
                heartbeat,
                pull,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                total,
                bufferBytes,
                answerBytes,
                concurrent,
                5,
                Duration.ofSeconds(1),
                2,
                tools(),
                new BreakerConfig(5, Duration.ofSeconds(30)));
    }

    /** A provider that failed so often in a row is left alone for so long. */
    public static AiConfig breaker(int failures, Duration reset) {
        AiConfig c = config();
        return with(
                c.contextMessages(),
                c.summaryMessages(),
                c.summaryTimeout(),
                c.firstTokenTimeout(),
                c.idleTimeout(),
                c.tools(),
                new BreakerConfig(failures, reset));
    }

    /** With these times to the first output and between two. */
    public static AiConfig patience(Duration firstToken, Duration idle) {
        AiConfig c = config();
        return with(
                c.contextMessages(), c.summaryMessages(), c.summaryTimeout(), firstToken, idle, c.tools(), c.breaker());
    }

    /** The usual one, but for these. */
    private static AiConfig with(
            int messages,
            int summaryMessages,
            Duration summaryTimeout,
            Duration firstToken,
            Duration idle,
            ToolsConfig tools,
            BreakerConfig breaker) {
        AiConfig c = config();
        return new AiConfig(
                messages,
                c.contextBytes(),
                c.contextTokens(),
                summaryMessages,
                c.summaryBytes(),
                summaryTimeout,
                c.heartbeat(),
                c.pullTimeout(),
                c.connectTimeout(),
                firstToken,
                idle,
                c.totalTimeout(),
                c.bufferBytes(),
                c.answerBytes(),
                c.concurrent(),
                c.attempts(),
                c.checkpointEvery(),
                c.mentionDepth(),
                tools,
                breaker);
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
