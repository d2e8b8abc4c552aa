package dev.parley.ai.turn;

import dev.parley.ai.history.PromptContext;
import dev.parley.ai.provider.AiProvider;
import dev.parley.config.AssistantConfig;
import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnStep;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the answer of one turn in steps: a call of the model, then the tools that it asked for, until the model asks
 * for no more.
 *
 * <pre>
 *            ┌────────────────────── all tools have results ───────────────────────┐
 *            ▼                                                                     │
 *  NEW ─► READING ─► CALLING_MODEL ── tool calls ──► STORING ── stored ──► USING_TOOLS ─┬─ approvals left ─► WAITING
 *   │       ▲  │        │    └── end ──► ENDED                               ▲
 *   │       │  └────────┼── the question was deleted ──► ENDED               │
 *   │       └───────────┘                                                    │
 *   │  failed before any text: the fallback                                  │
 *   └── an earlier attempt asked for tools ──────────────────────────────────┘
 *  cancel: from any ──► ENDED
 * </pre>
 *
 * Before each call of a model all that it is told is read anew, so that nothing goes to it that was deleted meanwhile.
 * A tool runs only after the room has stored the request for it, and the model gets a result only after the room has
 * stored the result. A model that fails before its first word is replaced by the assistant's fallback. An exception of
 * a provider ends the turn as failed. At most {@code ai.tools.steps} steps may ask for tools. Runs on the AI verticle's
 * context.
 */
public final class AgentLoop implements AiProvider.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);

    /** Receives what the loop produces, on the same context. */
    interface Listener {
        /** Runs work of this turn; an exception of the work ends the turn. */
        void guard(Runnable work);

        void onText(String text);

        /** A reply that the room stores; {@link AgentLoop#onStored} is called after that. */
        void onReply(AiReply reply);

        /** The loop is over: only a person can decide what happens next. */
        void onWaiting();

        /** The loop is over. */
        void onEnd(EndReason reason, TokenUsage usage, String error);
    }

    private enum State {
        NEW,
        READING,
        CALLING_MODEL,
        STORING,
        USING_TOOLS,
        WAITING,
        ENDED;

        boolean isOver() {
            return this == WAITING || this == ENDED;
        }
    }

    private final Engine engine;
    private final TurnTools tools;
    private final AssistantConfig assistant;
    private final PromptContext context;
    private final Listener listener;
    private final List<TurnStep> steps;
    private final StringBuilder text = new StringBuilder(); // of this step
    private State state = State.NEW;
    private Engine.ProviderChoice choice;
    private AiProvider.Call call = NoCall.NO_CALL;
    private int inputTokens; // that the latest model call reads, estimated
    private boolean paused; // the room does not keep up; also true between two calls

    /** @param context of the question with all steps so far; tools of the last one may not have results yet */
    public AgentLoop(
            Engine engine, TurnTools tools, AssistantConfig assistant, PromptContext context, Listener listener) {
        this.engine = engine;
        this.tools = tools;
        this.assistant = assistant;
        this.context = context;
        this.listener = listener;
        this.steps = new ArrayList<>(context.ask().steps());
        this.choice = engine.choice(assistant);
    }

    void start() {
        boolean hasOpenTools = !steps.isEmpty() && !lastStep().isSettled();
        to(hasOpenTools ? State.USING_TOOLS : State.READING);
    }

    private void to(State next) {
        state = next;
        switch (next) {
            case READING -> read();
            case USING_TOOLS -> runTools();
            case WAITING -> listener.onWaiting();
            case NEW, CALLING_MODEL, STORING, ENDED -> {} // nothing to do but wait
        }
    }

    /** The room has stored this reply. */
    void onStored(AiReply reply) {
        if (state.isOver()) {
            return;
        }
        if (reply instanceof AiReply.ToolsRequested requested) {
            steps.add(new TurnStep(text.toString(), requested.calls(), requested.reasoning()));
            to(State.USING_TOOLS);
        } else if (reply instanceof AiReply.ToolEnded ended) {
            steps.set(steps.size() - 1, lastStep().with(ended.call()));
            leaveStep();
        }
    }

    private void read() {
        text.setLength(0);
        call = NoCall.NO_CALL;
        inputTokens = 0;
        context.read(choice.provider().isModel())
                .onComplete(told -> listener.guard(() -> {
                    if (state == State.READING) {
                        onTold(told);
                    }
                }));
    }

    private void onTold(AsyncResult<Optional<PromptContext.Told>> told) {
        if (told.failed()) {
            LOG.warn("The history of {} could not be read", turn().room(), told.cause());
            end(EndReason.FAILED, null, "the room's history could not be read");
        } else if (told.result().isEmpty()) { // its question was deleted
            end(EndReason.CANCELLED, null, null);
        } else {
            tools.present(List.copyOf(steps))
                    .onSuccess(
                            present -> listener.guard(() -> onRead(told.result().get(), present)));
        }
    }

    private void onRead(PromptContext.Told told, List<TurnStep> present) {
        if (state == State.READING) {
            to(State.CALLING_MODEL);
            callModel(prompt(told, present));
        }
    }

    private Turn turn() {
        return context.ask().turn();
    }

    private void callModel(AiProvider.Prompt next) {
        if (choice.provider().isModel()) {
            inputTokens = choice.provider().reads(next);
            listener.onReply(new AiReply.StepStarted(inputTokens));
        }
        AiProvider.Call started;
        try {
            started = choice.provider().start(next, this);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("Provider {} failed to start", choice.assistant().provider(), e);
            onEnd(EndReason.FAILED, null, "the assistant failed");
            return;
        }
        if (state.isOver()) { // the provider ended before it returned
            started.cancel();
        } else if (call == NoCall.NO_CALL) { // else the fallback is in its place already
            call = started;
            if (paused) {
                call.pause();
            }
        }
    }

    /** After the last step that may use tools, the model gets none and answers with what it has found. */
    private AiProvider.Prompt prompt(PromptContext.Told told, List<TurnStep> present) {
        boolean mayUseTools = steps.size() < engine.config().tools().steps();
        return new AiProvider.Prompt(
                choice.assistant(),
                turn(),
                turn().asker(),
                told.prompt(),
                told.shown(),
                told.earlier(),
                mayUseTools ? tools.offered() : List.of(),
                present);
    }

    @Override
    public void onText(String piece) {
        listener.guard(() -> {
            if (!state.isOver()) {
                text.append(piece);
                listener.onText(piece);
            }
        });
    }

    @Override
    public void onToolCalls(List<AiProvider.ToolRequest> requests, TokenUsage usage, String reasoning) {
        listener.guard(() -> storeRequests(requests, usage, reasoning));
    }

    private void storeRequests(List<AiProvider.ToolRequest> requests, TokenUsage usage, String reasoning) {
        if (state.isOver()) {
            return;
        }
        if (steps.size() >= engine.config().tools().steps()) {
            end(EndReason.FAILED, usage, "the assistant used too many steps with tools (ai.tools.steps)");
            return;
        }
        to(State.STORING);
        listener.onReply(new AiReply.ToolsRequested(tools.calls(steps.size(), requests), usage, reasoning));
    }

    @Override
    public void onEnd(EndReason reason, TokenUsage usage, String error) {
        listener.guard(() -> endStep(reason, usage, error));
    }

    private void endStep(EndReason reason, TokenUsage usage, String error) {
        if (state.isOver()) {
            return;
        }
        if (reason == EndReason.FAILED && text.isEmpty() && choice.fallback() != null) {
            LOG.warn("{} failed ({}); its fallback {} answers instead", choice.assistant(), error, choice.fallback());
            if (inputTokens > 0 && usage != null && usage.input() + usage.output() == 0) {
                listener.onReply(new AiReply.StepStarted(-inputTokens)); // the model read nothing
            }
            choice = engine.choice(assistant, choice.fallback());
            to(State.READING);
        } else {
            end(reason, usage, error);
        }
    }

    private void end(EndReason reason, TokenUsage usage, String error) {
        to(State.ENDED);
        listener.onEnd(reason, usage, error);
    }

    private void runTools() {
        for (ToolCall requested : lastStep().calls()) {
            if (requested.state() == ToolCall.State.RUNNING) {
                tools.run(requested)
                        .onComplete(done -> listener.guard(() -> {
                            if (!state.isOver()) {
                                listener.onReply(done.result());
                            }
                        }));
            }
        }
        leaveStep();
    }

    /** Leaves the step when no tool of it runs any more. */
    private void leaveStep() {
        if (lastStep().isSettled()) {
            to(State.READING);
        } else if (lastStep().calls().stream().noneMatch(each -> each.state() == ToolCall.State.RUNNING)) {
            to(State.WAITING);
        }
    }

    private TurnStep lastStep() {
        return steps.get(steps.size() - 1);
    }

    void cancel() {
        to(State.ENDED);
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

    /** Stands for a provider's call before there is one. */
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
