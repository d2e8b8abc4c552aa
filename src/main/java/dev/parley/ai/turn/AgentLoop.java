package dev.parley.ai.turn;

import dev.parley.ai.provider.AiProvider;
import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.TurnStep;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The making of one answer: rounds of a model, and between them the tools that it asked for.
 *
 * <pre>
 *          ┌───────────── all settled, and kept ────────────┐
 *          ▼                                                │
 *  ──► ASKING ── tools wanted ──► KEEPING ── kept ──► USING TOOLS ── only people are waited for ──► held
 *        │  ▲                                               ▲
 *        │  └ failed before a word: the fallback            └── an answer that goes on after a restart
 *        └── ended ──► over
 * </pre>
 *
 * A tool runs only after the room has kept that it was asked for, and the model hears a result only after the room has
 * kept it. On the AI verticle's context.
 */
public final class AgentLoop implements AiProvider.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);

    /** Where it goes. */
    interface Listener {
        /** Does something in the making of this answer; whatever it throws ends the answer. */
        void guard(Runnable step);

        void onText(String text);

        /** Tells the room something that is to be kept before {@link AgentLoop#onStored} is called. */
        void onReply(AiReply reply);

        /** Nothing is left to do before a person has decided. */
        void onWaiting();

        void onEnd(EndReason reason, TokenUsage usage, String error);
    }

    private final Engine engine;
    private final TurnTools tools;
    private final AiProvider.Prompt prompt;
    private final Listener listener;
    private final List<TurnStep> steps;
    private final StringBuilder said = new StringBuilder(); // in this round
    private Engine.ProviderChoice voice;
    private AiProvider.Call call = NoCall.NO_CALL;
    private int reads; // by the model that was asked last
    private boolean paused;
    private boolean over;

    /** @param prompt with all rounds so far; the last may have tools that are not settled */
    public AgentLoop(Engine engine, TurnTools tools, AiProvider.Prompt prompt, Listener listener) {
        this.engine = engine;
        this.tools = tools;
        this.prompt = prompt;
        this.listener = listener;
        this.steps = new ArrayList<>(prompt.steps());
        this.voice = engine.choice(prompt.assistant());
    }

    void start() {
        if (!steps.isEmpty() && !steps.get(steps.size() - 1).isSettled()) {
            useTools();
        } else {
            ask();
        }
    }

    /** The room has kept this. */
    void onStored(AiReply reply) {
        if (over) {
            return;
        }
        if (reply instanceof AiReply.ToolsRequested calls) {
            steps.add(new TurnStep(said.toString(), calls.calls(), calls.reasoning()));
            useTools();
        } else if (reply instanceof AiReply.ToolEnded settled) {
            settled(settled.call());
        }
    }

    private void ask() {
        said.setLength(0);
        call = NoCall.NO_CALL;
        reads = 0;
        boolean mayUseTools = steps.size() < engine.config().tools().steps(); // else it says what it has found
        AiProvider.Prompt round = new AiProvider.Prompt(
                voice.assistant(),
                prompt.turn(),
                prompt.asker(),
                prompt.text(),
                prompt.history(),
                prompt.earlier(),
                mayUseTools ? tools.offered() : List.of(),
                List.copyOf(steps));
        if (voice.provider().isModel()) {
            reads = voice.provider().reads(round);
            listener.onReply(new AiReply.StepStarted(reads));
        }
        AiProvider.Call started;
        try {
            started = voice.provider().start(round, this);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("Provider {} failed to start", voice.assistant().provider(), e);
            onEnd(EndReason.FAILED, null, "the assistant failed");
            return;
        }
        if (over) { // it spoke before it returned
            started.cancel();
        } else if (call == NoCall.NO_CALL) {
            call = started;
            if (paused) {
                call.pause();
            }
        }
    }

    @Override
    public void onText(String text) {
        listener.guard(() -> {
            if (!over) {
                said.append(text);
                listener.onText(text);
            }
        });
    }

    @Override
    public void onToolCalls(List<AiProvider.ToolRequest> wanted, TokenUsage usage, String reasoning) {
        listener.guard(() -> wanted(wanted, usage, reasoning));
    }

    private void wanted(List<AiProvider.ToolRequest> wanted, TokenUsage usage, String reasoning) {
        if (over) {
            return;
        }
        if (steps.size() >= engine.config().tools().steps()) {
            end(EndReason.FAILED, usage, "the assistant asked for tools again and again");
            return;
        }
        listener.onReply(new AiReply.ToolsRequested(tools.calls(steps.size(), wanted), usage, reasoning));
    }

    @Override
    public void onEnd(EndReason reason, TokenUsage usage, String error) {
        listener.guard(() -> roundEnded(reason, usage, error));
    }

    private void roundEnded(EndReason reason, TokenUsage usage, String error) {
        if (over) {
            return;
        }
        if (reason == EndReason.FAILED && said.isEmpty() && voice.fallback() != null) {
            LOG.warn("{} failed ({}); {} answers in its place", voice.assistant(), error, voice.fallback());
            if (reads > 0 && usage != null && usage.input() + usage.output() == 0) {
                listener.onReply(new AiReply.StepStarted(-reads)); // it read nothing
            }
            voice = engine.choice(prompt.assistant(), voice.fallback());
            ask();
        } else {
            end(reason, usage, error);
        }
    }

    private void end(EndReason reason, TokenUsage usage, String error) {
        over = true;
        listener.onEnd(reason, usage, error);
    }

    private void useTools() {
        for (ToolCall wanted : steps.get(steps.size() - 1).calls()) {
            if (wanted.state() == State.RUNNING) {
                tools.run(wanted)
                        .onComplete(done -> listener.guard(() -> {
                            if (!over) {
                                listener.onReply(new AiReply.ToolEnded(done.result()));
                            }
                        }));
            }
        }
        goOn();
    }

    private void settled(ToolCall done) {
        int last = steps.size() - 1;
        steps.set(last, steps.get(last).with(done));
        goOn();
    }

    private void goOn() {
        TurnStep step = steps.get(steps.size() - 1);
        if (step.isSettled()) {
            ask();
        } else if (step.calls().stream().noneMatch(each -> each.state() == State.RUNNING)) {
            over = true;
            listener.onWaiting();
        }
    }

    void cancel() {
        over = true;
        tools.stop();
        call.cancel();
    }

    void pause() {
        paused = true;
        call.pause();
    }

    void resume() {
        paused = false;
        call.resume();
    }

    /** Before a provider was asked. */
    private static final class NoCall implements AiProvider.Call {
        static final AiProvider.Call NO_CALL = new NoCall();

        @Override
        public void cancel() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
