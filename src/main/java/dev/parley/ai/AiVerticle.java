package dev.parley.ai;

import dev.parley.ai.history.HistorySummaries;
import dev.parley.ai.history.PromptContext;
import dev.parley.ai.history.Summariser;
import dev.parley.ai.turn.AgentLoop;
import dev.parley.ai.turn.Engine;
import dev.parley.ai.turn.TurnStream;
import dev.parley.ai.turn.TurnTools;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Registration;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.messages.Addresses;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Answers questions to assistants: each {@code Ask} at {@link Addresses#ai} gets a refusal or a chain of replies.
 *
 * <p>One instance a node; each turn is a {@link TurnStream}. When the verticle is undeployed, it refuses the rooms'
 * next pulls with {@code unavailable}, so that they ask another node. At most {@code ai.concurrent} turns; more are
 * refused with {@code overloaded}.
 */
public final class AiVerticle extends VerticleBase {
    private static final long RETRY_AFTER_MS = 1_000;

    private final Bus bus;
    private final String node;
    private final History history;
    private final Engine engine;
    private final AiConfig config;
    private final Summariser summariser;
    private final AiObserver observer;
    private final Set<TurnStream> turnStreams = new HashSet<>();
    private final Promise<Void> allEnded = Promise.promise(); // once this node stops
    private HistorySummaries historySummaries;
    private Registration registration;
    private boolean stopping;

    /** @param node this node's name */
    public AiVerticle(
            Bus bus, String node, History history, Engine engine, Summariser summariser, AiObserver observer) {
        this.bus = bus;
        this.node = node;
        this.history = history;
        this.engine = engine;
        this.config = engine.config();
        this.summariser = summariser;
        this.observer = observer;
    }

    @Override
    public Future<?> start() {
        historySummaries = new HistorySummaries(vertx, history, config, summariser);
        registration = bus.serve(Addresses.ai(node), this::serve);
        return registration.ready();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        Set.copyOf(turnStreams).forEach(TurnStream::abandon);
        if (turnStreams.isEmpty()) {
            allEnded.tryComplete();
        }
        // We do not wait long for a room that does not pull: it will notice that our replies are missing.
        long timer = vertx.setTimer(config.heartbeat().toMillis(), id -> allEnded.tryComplete());
        return registration.cancel().eventually(() -> allEnded.future().onSuccess(ended -> vertx.cancelTimer(timer)));
    }

    private void serve(Exchange<AiCommand, AiReply> exchange) {
        if (exchange.body() instanceof AiCommand.Forget forget) {
            historySummaries.forget(forget.room());
            engine.refresh().onComplete(refreshed -> exchange.reply(new AiReply.Forgotten()));
            return;
        }
        if (!(exchange.body() instanceof AiCommand.Ask ask)) {
            exchange.refuse(Code.BAD_FRAME.refuse("an answer begins with Ask"));
            return;
        }
        String name = ask.turn().assistant();
        AssistantConfig assistant = engine.assistant(name);
        if (assistant == null) {
            exchange.refuse(Code.NOT_FOUND.refuse("no assistant is called " + name));
        } else if (turnStreams.size() >= config.concurrent()) {
            observer.onRefused(name);
            exchange.refuse(Code.OVERLOADED.refuse("too many answers are in progress", RETRY_AFTER_MS));
        } else {
            stream(ask, assistant, exchange);
        }
    }

    private void stream(AiCommand.Ask ask, AssistantConfig assistant, Exchange<AiCommand, AiReply> exchange) {
        long since = System.nanoTime();
        observer.onStart(assistant.name());
        TurnStream turnStream = new TurnStream(vertx, config, exchange, (self, last) -> {
            observe(assistant.name(), last, Duration.ofNanos(System.nanoTime() - since));
            forget(self); // last: whoever waits for our stop may read what was observed
        });
        turnStreams.add(turnStream);
        PromptContext context = new PromptContext(history, historySummaries, config, ask);
        TurnTools tools = new TurnTools(engine.toolbox(), config.tools(), assistant, ask);
        turnStream.start(new AgentLoop(engine, tools, assistant, context, turnStream));
    }

    private void observe(String assistant, AiReply last, Duration took) {
        if (last instanceof AiReply.End end) {
            observer.onEnd(assistant, end.reason(), end.usage(), took);
        } else if (last == null) {
            observer.onEnd(assistant, EndReason.CANCELLED, null, took);
        } else {
            observer.onWaiting(assistant);
        }
    }

    private void forget(TurnStream turnStream) {
        turnStreams.remove(turnStream);
        if (stopping && turnStreams.isEmpty()) {
            allEnded.tryComplete();
        }
    }
}
