package dev.parley.ai.builtin;

import dev.parley.ai.provider.AiProvider;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers without a model: composes an answer on a worker, then streams it on the caller's context at the assistant's
 * pace.
 *
 * <p>It uses no tokens, and the whole answer is known before its first word.
 */
public final class BuiltinProvider implements AiProvider {
    private static final Logger LOG = LoggerFactory.getLogger(BuiltinProvider.class);
    private static final boolean IN_ORDER = false; // answers do not wait for each other

    private final Vertx vertx;

    public BuiltinProvider(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public boolean isModel() {
        return false;
    }

    @Override
    public Call start(Prompt prompt, Sink sink) {
        PacedOutput pacedOutput =
                new PacedOutput(vertx, sink, prompt.assistant().pace());
        Context context = vertx.getOrCreateContext();
        // Never before this returns: a sink may want to pause what it is told.
        vertx.executeBlocking(() -> Replies.to(prompt), IN_ORDER)
                .onSuccess(reply -> context.runOnContext(v -> pacedOutput.start(reply)))
                .onFailure(failure -> {
                    LOG.error("The built-in assistant failed", failure);
                    pacedOutput.fail("the built-in assistant failed");
                });
        return pacedOutput;
    }
}
