package dev.parley.ai.dialects;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.ai.anthropic.Anthropic;
import dev.parley.ai.bedrock.Bedrock;
import dev.parley.ai.gemini.Gemini;
import dev.parley.ai.openai.OpenAi;
import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.provider.AiProvider.ToolRequest;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.provider.HttpProvider;
import dev.parley.ai.responses.Responses;
import dev.parley.ai.tool.Tool;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.model.EndReason;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each dialect against a counterpart that others wrote. */
class AimockIT {
    private static Aimock aimock;
    private final Vertx vertx = Vertx.vertx();
    private final RecordingSink recordingSink = new RecordingSink();

    /** Where a dialect is spoken there. */
    enum Spoken {
        OPENAI(Preset.OPENAI, "/v1", new OpenAi()),
        RESPONSES(Preset.OPENAI_RESPONSES, "/v1", new Responses()),
        ANTHROPIC(Preset.ANTHROPIC, "/v1", new Anthropic()),
        GEMINI(Preset.GEMINI, "/v1beta", new Gemini()),
        BEDROCK(Preset.BEDROCK, "", new Bedrock(Clock.systemUTC()));

        private final Preset preset;
        private final String path;

        @SuppressWarnings("ImmutableEnumChecker") // a dialect keeps no state
        private final Dialect dialect;

        Spoken(Preset preset, String path, Dialect dialect) {
            this.preset = preset;
            this.path = path;
            this.dialect = dialect;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        aimock = Aimock.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (aimock != null) {
            aimock.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private void ask(Spoken spoken, String text, List<TurnStep> steps) {
        AssistantConfig assistant = Samples.remote(spoken.preset, aimock.url() + spoken.path, Voice.KEY);
        AiProvider.Prompt plain = Samples.prompt(assistant, text, List.of());
        List<Tool.Spec> tools = List.of(DialectContract.SEARCH);
        AiProvider.Prompt prompt =
                new AiProvider.Prompt(assistant, plain.turn(), plain.asker(), text, plain.history(), "", tools, steps);
        HttpProvider provider = new HttpProvider(vertx, Samples.config(), spoken.dialect);
        vertx.runOnContext(go -> {
            AiProvider.Call unused = provider.start(prompt, recordingSink);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsWhole(Spoken spoken) {
        ask(spoken, "say hello", List.of());
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.DONE, ended.reason(), ended::toString);
        assertEquals("Hello, wörld 😀!", recordingSink.text());
        assertNotNull(ended.usage());
    }

    @ParameterizedTest
    @EnumSource
    void toolsAreAskedForAndTheirResultsUnderstood(Spoken spoken) {
        ask(spoken, "use tools", List.of());
        List<ToolRequest> wanted = recordingSink.asked().calls();
        assertEquals("Let me see.", recordingSink.text());
        assertEquals(
                List.of("search {\"q\":\"wörld\"}", "search {\"q\":\"two\"}"),
                wanted.stream().map(w -> w.name() + " " + w.arguments()).toList());
        List<ToolCall> calls = new ArrayList<>();
        wanted.forEach(
                w -> calls.add(new ToolCall(w.call(), w.name(), w.arguments(), ToolCall.State.DONE, "yes", 0, 0)));
        ask(spoken, "use tools", List.of(new TurnStep("Let me see.", calls)));
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertTrue(recordingSink.text().endsWith("Found both."), recordingSink.text());
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsCutOffIsNoSuccess(Spoken spoken) {
        ask(spoken, "cut yourself off", List.of());
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.FAILED, ended.reason());
        // A connection that is reset may take with it what it had brought, even the answer's head.
        List<String> errors = List.of("the provider's answer ended early", "the provider could not be reached");
        assertTrue(errors.contains(ended.error()), ended.error());
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreTold(Spoken spoken) {
        ask(spoken, "refuse my key", List.of());
        assertEquals("the provider refused the key (401)", recordingSink.end().error());
    }

    @ParameterizedTest
    @EnumSource
    void limitsAreTold(Spoken spoken) {
        ask(spoken, "be limited", List.of());
        assertEquals(
                "the provider is rate limited, try again later (429)",
                recordingSink.end().error());
    }
}
