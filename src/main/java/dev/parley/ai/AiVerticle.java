package dev.parley.ai;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Subscription;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.Turn;
import dev.parley.store.Store;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code Ask} at {@link Addresses#AI} with a chain of replies; one instance a node, each answer an {@link
 * Answer}. When it is undeployed, rooms that wait for it are told {@code unavailable} so that they ask another node.
 */
public final class AiVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AiVerticle.class);
    private static final long RETRY_AFTER_MS = 1_000;

    private final Bus bus;
    private final Store store;
    private final AiConfig config;
    private final Map<String, AssistantConfig> assistants = new HashMap<>();
    private final Map<String, AiProvider> providers;
    private final AiObserver observer;
    private final Set<Answer> answers = new HashSet<>();
    private final Promise<Void> allTold = Promise.promise(); // that this node stops
    private Subscription subscription;
    private boolean stopping;

    /** @param providers by the name that an assistant's configuration gives */
    public AiVerticle(
            Bus bus,
            Store store,
            AiConfig config,
            List<AssistantConfig> assistants,
            Map<String, AiProvider> providers,
            AiObserver observer) {
        this.bus = bus;
        this.store = store;
        this.config = config;
        this.providers = Map.copyOf(providers);
        this.observer = observer;
        for (AssistantConfig assistant : assistants) {
            if (!providers.containsKey(assistant.provider())) {
                throw new IllegalArgumentException(assistant + " has no provider");
            }
            this.assistants.put(assistant.name(), assistant);
        }
    }

    @Override
    public Future<?> start() {
        subscription = bus.serve(Addresses.AI, this::asked);
        return subscription.ready();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        Set.copyOf(answers).forEach(Answer::abandon);
        if (answers.isEmpty()) {
            allTold.tryComplete();
        }
        // A room that does not pull soon is not waited for: it will miss our replies.
        long timer = vertx.setTimer(config.heartbeat().toMillis(), id -> allTold.tryComplete());
        return subscription.cancel().eventually(() -> allTold.future().onSuccess(told -> vertx.cancelTimer(timer)));
    }

    private void asked(Exchange<AiCommand, AiReply> exchange) {
        if (!(exchange.body() instanceof AiCommand.Ask ask)) {
            exchange.refuse(Code.BAD_FRAME.refuse("an answer begins with Ask"));
            return;
        }
        String name = ask.turn().assistant();
        AssistantConfig assistant = assistants.get(name);
        if (assistant == null) {
            exchange.refuse(Code.NOT_FOUND.refuse("no assistant is called " + name));
        } else if (answers.size() >= config.concurrent()) {
            observer.refused(name);
            exchange.refuse(Code.OVERLOADED.refuse("too many answers are in progress", RETRY_AFTER_MS));
        } else {
            begin(ask, assistant, exchange);
        }
    }

    private void begin(AiCommand.Ask ask, AssistantConfig assistant, Exchange<AiCommand, AiReply> exchange) {
        long since = System.nanoTime();
        observer.started(assistant.name());
        Answer answer = new Answer(vertx, config, exchange, (self, end) -> {
            Duration took = Duration.ofNanos(System.nanoTime() - since);
            AiReply.Reason reason = end == null ? AiReply.Reason.CANCELLED : end.reason();
            observer.ended(assistant.name(), reason, end == null ? null : end.usage(), took);
            forget(self); // last: who waits for our stop may look at what was observed
        });
        answers.add(answer);
        Turn turn = ask.turn();
        store.messagesBefore(turn.room(), turn.promptSeq() + 1, config.contextMessages())
                .onComplete(messages -> start(answer, ask, assistant, messages));
    }

    private void forget(Answer answer) {
        answers.remove(answer);
        if (stopping && answers.isEmpty()) {
            allTold.tryComplete();
        }
    }

    private void start(Answer answer, AiCommand.Ask ask, AssistantConfig assistant, AsyncResult<List<Event>> messages) {
        if (messages.failed()) {
            log.warn("The history of {} could not be read", ask.turn().room(), messages.cause());
            answer.ended(AiReply.Reason.FAILED, null, "the room's history could not be read");
            return;
        }
        List<Line> history = History.within(messages.result(), config.contextBytes());
        answer.start(
                providers.get(assistant.provider()),
                new AiProvider.Prompt(
                        assistant, ask.turn(), ask.turn().asker(), ask.prompt(), history, "", List.of(), List.of()));
    }
}
