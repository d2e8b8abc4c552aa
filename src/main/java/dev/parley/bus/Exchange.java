package dev.parley.bus;

import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
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
    private static final DeliveryOptions PLAIN = new DeliveryOptions(); // shared: nobody changes it

    private final Message<I> message;

    Exchange(Message<I> message) {
        this.message = message;
    }

    public I body() {
        return message.body();
    }

    public void reply(O answer) {
        message.reply(answer, PLAIN);
    }

    /** The asker's future fails with this very refusal. */
    public void refuse(Refusal refusal) {
        message.reply(new RefusedReply(refusal), PLAIN);
    }

    /** Answers, and waits for what the other side says to that. */
    public Future<Exchange<I, O>> replyAndWait(O answer, Duration timeout) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
        return message.<I>replyAndRequest(answer, options).transform(reply -> Bus.outcome(reply, Exchange::new));
    }
}
