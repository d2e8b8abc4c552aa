package dev.parley.bus;

import dev.parley.model.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The typed event bus. One instance at a time a Vert.x instance; may be used from any context. */
public final class Bus {
    private final EventBus events;
    private final Codecs codecs;
    private final String node;
    private final Supplier<? extends Collection<String>> nodes;

    /** A bus without others. */
    public Bus(Vertx vertx, List<Class<?>> families) {
        this(vertx, families, "here", () -> List.of("here"));
    }

    /**
     * A bus that spans nodes.
     *
     * @param families the sealed interfaces whose records travel; fails when one of them cannot
     * @param node this node's name
     * @param nodes the names of all nodes; asked from any thread for every {@link #publish}
     */
    public Bus(Vertx vertx, List<Class<?>> families, String node, Supplier<? extends Collection<String>> nodes) {
        this.events = vertx.eventBus();
        this.node = node;
        this.nodes = nodes;
        this.codecs = new Codecs(events, families);
    }

    /**
     * Sends a command and waits for its answer. Fails with a {@link Refusal}, or as {@link #isLost} tells, or otherwise
     * when one of two nodes of different versions could not read what the other said.
     */
    public <C, R> Future<R> request(Address<C, R> to, C command, Duration timeout) {
        return events.<R>request(to.name(), command, codecs.within(command, timeout))
                .transform(reply -> outcome(reply, Message::body));
    }

    /** Sends a command whose answer will be answered in turn. */
    public <C, R> Future<Exchange<R, C>> converse(Address<C, R> to, C command, Duration timeout) {
        return events.<R>request(to.name(), command, codecs.within(command, timeout))
                .transform(reply -> outcome(reply, this::exchange));
    }

    /** Sends a command whose answer nobody waits for. */
    public <C> void send(Address<C, ?> to, C command) {
        events.send(to.name(), command, codecs.options(command));
    }

    /** To every receiver on every node. */
    public <E> void publish(Topic<E> to, E event) {
        // Each node by itself: told of several, Vert.x has one promise for all their writes.
        DeliveryOptions options = codecs.options(event);
        nodes.get().forEach(at -> events.publish(to.at(at), event, options));
    }

    /** Receives on the caller's context; what cannot be read is refused. */
    public <C, R> Registration serve(Address<C, R> at, Handler<Exchange<C, R>> handler) {
        MessageConsumer<C> consumer = events.consumer(at.name(), ifReadable(m -> handler.handle(exchange(m))));
        return new Registration(consumer);
    }

    /** Receives on the caller's context; what cannot be read is dropped. */
    public <E> Registration subscribe(Topic<E> at, Handler<E> handler) {
        MessageConsumer<E> consumer = events.consumer(at.at(node), ifReadable(m -> handler.handle(m.body())));
        return new Registration(consumer);
    }

    /** Whoever waits for an answer to what cannot be read here is told so. */
    private static <B> Handler<Message<B>> ifReadable(Handler<Message<B>> handler) {
        return message -> {
            Object body = message.body();
            if (body instanceof Unreadable problem) {
                message.reply(problem);
            } else {
                handler.handle(message);
            }
        };
    }

    /** Nobody was there: the command was certainly not handled. */
    public static boolean isAbsent(Throwable failure) {
        return failure instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** Nobody answered: the command may or may not have been handled. */
    public static boolean isLost(Throwable failure) {
        return failure instanceof ReplyException e && e.failureType() == ReplyFailure.TIMEOUT;
    }

    /** What came of a request: the reply as {@code shape} gives it, or the failure without the bus's wrapping. */
    static <R, T> Future<T> outcome(AsyncResult<Message<R>> reply, Function<Message<R>, T> shape) {
        return reply.succeeded()
                ? Future.succeededFuture(shape.apply(reply.result()))
                : Future.failedFuture(RefusedReply.unwrap(reply.cause()));
    }

    private <I, O> Exchange<I, O> exchange(Message<I> message) {
        return new Exchange<>(message, codecs);
    }

    /** Nothing is sent any more, and the event bus belongs to others alone. Called once its receivers are gone. */
    public void close() {
        codecs.unregister();
    }
}
