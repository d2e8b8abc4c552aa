package dev.parley.bus;

import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/**
 * Holds a request that came in, and takes its reply, once. An answer may itself ask for an answer: a chain of them is a
 * conversation with back-pressure, in which nothing is sent before the other side has asked for it.
 *
 * <p>Handled on the context of its receiver.
 *
 * @param <I> what came in
 * @param <O> what goes back
 */
public final class Exchange<I, O> {
    private final Message<I> message;
    private final Codecs codecs;

    Exchange(Message<I> message, Codecs codecs) {
        this.message = message;
        this.codecs = codecs;
    }

    public I body() {
        return message.body();
    }

    public void reply(O answer) {
        message.reply(answer, codecs.options(answer));
    }

    /** The asker's future fails with this very refusal. */
    public void refuse(Refusal refusal) {
        RefusedReply reply = new RefusedReply(refusal);
        message.reply(reply, codecs.options(reply));
    }

    /** Answers, and waits for what the other side says to that. */
    public Future<Exchange<I, O>> replyAndWait(O answer, Duration timeout) {
        return message.<I>replyAndRequest(answer, codecs.within(answer, timeout))
                .transform(reply -> Bus.outcome(reply, next -> new Exchange<>(next, codecs)));
    }
}
