package dev.parley.ai.builtin;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.ai.provider.AiProvider;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(40)
class BuiltinProviderTest {
    private final RecordingSink recordingSink = new RecordingSink();
    private Vertx vertx;
    private Context context;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    @CanIgnoreReturnValue
    private AiProvider.Call ask(Duration pace, AiProvider.Sink sink) throws Exception {
        Promise<AiProvider.Call> call = Promise.promise();
        AiProvider.Prompt prompt = Samples.prompt(Samples.builtin(pace), "help", List.of());
        context.runOnContext(go -> call.complete(new BuiltinProvider(vertx).start(prompt, sink)));
        return await(call.future());
    }

    private void onContext(Runnable what) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            what.run();
            done.complete();
        });
        await(done.future());
    }

    private void after(long ms) throws Exception {
        Promise<Void> done = Promise.promise();
        vertx.setTimer(ms, id -> done.complete());
        await(done.future());
    }

    @Test
    void theAnswerComesWordByWordAtItsPace() throws Exception {
        long since = System.nanoTime();
        ask(Duration.ofMillis(5), recordingSink);
        assertEquals("Hello ", recordingSink.piece());
        assertEquals("Ann, ", recordingSink.piece());
        assertEquals(new RecordingSink.Ended(EndReason.DONE, null, null), recordingSink.end());
        int words = recordingSink.text().split("\\s+").length;
        assertTrue(System.nanoTime() - since > (words - 1) * 5_000_000L);
    }

    @Test
    void withoutAPaceItComesAtOnce() throws Exception {
        ask(Duration.ZERO, recordingSink);
        assertEquals("Hello ", recordingSink.piece());
        assertEquals(EndReason.DONE, recordingSink.end().reason());
    }

    @Test
    void aPausedAnswerWaits() throws Exception {
        AiProvider.Call call = ask(Duration.ofMillis(1), recordingSink);
        assertEquals("Hello ", recordingSink.piece());
        onContext(call::pause);
        int said = recordingSink.rest().size();
        after(50);
        assertEquals(said, recordingSink.rest().size());
        onContext(call::resume);
        onContext(call::resume); // twice is as once
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals(1, recordingSink.text().split("not a language model", -1).length - 1);
    }

    @Test
    void anAnswerWithoutAPaceCanBePausedBetweenPieces() throws Exception {
        AiProvider.Call[] call = new AiProvider.Call[1];
        Promise<Void> paused = Promise.promise();
        AiProvider.Sink sink = new AiProvider.Sink() {
            @Override
            public void onText(String text) {
                recordingSink.onText(text);
                call[0].pause();
                paused.tryComplete();
            }

            @Override
            public void onToolCalls(List<AiProvider.ToolRequest> calls, TokenUsage usage, String reasoning) {
                recordingSink.onToolCalls(calls, usage, reasoning);
            }

            @Override
            public void onEnd(EndReason reason, TokenUsage usage, String error) {
                recordingSink.onEnd(reason, usage, error);
            }
        };
        AiProvider.Prompt prompt = Samples.prompt(Samples.builtin(Duration.ZERO), "help", List.of());
        context.runOnContext(go -> call[0] = new BuiltinProvider(vertx).start(prompt, sink));
        await(paused.future());
        onContext(() -> {});
        assertEquals(List.of("Hello "), recordingSink.rest());
        onContext(call[0]::resume);
        assertEquals(List.of("Hello ", "Ann, "), recordingSink.rest());
    }

    @Test
    void aCancelledAnswerSaysNothingMore() throws Exception {
        AiProvider.Call call = ask(Duration.ofMillis(1), recordingSink);
        assertEquals("Hello ", recordingSink.piece());
        onContext(call::cancel);
        int said = recordingSink.rest().size();
        onContext(call::resume);
        after(50);
        assertEquals(said, recordingSink.rest().size());
    }
}
