package dev.parley.ai.turn;

import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.text.Utf8;
import dev.parley.ai.tool.Invocation;
import dev.parley.ai.tool.RoomReader;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.ToolNames;
import dev.parley.ai.tool.Toolbox;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.StateAccess;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.Turn;
import dev.parley.model.TurnStep;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers tools to the model of one turn, checks the calls that the model asks for, and runs them.
 *
 * <p>Every error becomes a result for the model; no method fails. Limits: {@code ai.tools} (calls a step, time of a
 * call, bytes of a result). Runs on the AI verticle's context.
 */
public final class TurnTools {
    private static final Logger LOG = LoggerFactory.getLogger(TurnTools.class);
    private static final int NAME_CHARS_MAX = 64;
    /** Most calls of one step in the turn's log; more than that is a model out of control. */
    private static final int CALLS_MAX = 200;

    private final Toolbox toolbox;
    private final ToolsConfig config;
    private final AssistantConfig assistant;
    private final Turn turn;
    private final StateAccess stateAccess;
    private final Promise<Void> stopped = Promise.promise();

    public TurnTools(Toolbox toolbox, ToolsConfig config, AssistantConfig assistant, AiCommand.Ask ask) {
        this.toolbox = toolbox;
        this.config = config;
        this.assistant = assistant;
        this.turn = ask.turn();
        this.stateAccess = ask.state();
    }

    /** Tells the running tools that nobody waits for their results any more. */
    void stop() {
        stopped.tryComplete();
    }

    /** The tools that the model may ask for in its next step. */
    List<Tool.Spec> offered() {
        return assistant.tools().isEmpty() ? List.of() : tools().map(Tool::spec).toList();
    }

    private Stream<Tool> tools() {
        return toolbox.tools().stream()
                .filter(tool -> ToolNames.allows(assistant.tools(), tool.spec().name()))
                .filter(tool -> stateAccess.includes(tool.needs()));
    }

    private Optional<Tool> tool(String name) {
        return tools().filter(tool -> tool.spec().name().equals(name)).findFirst();
    }

    /** The calls of a step: each is to be run, waits for a person, or has failed because it cannot be run. */
    List<ToolCall> calls(int step, List<AiProvider.ToolRequest> requests) {
        List<ToolCall> calls = new ArrayList<>();
        for (AiProvider.ToolRequest each : requests.subList(0, Math.min(requests.size(), CALLS_MAX))) {
            // Ids of our own: some providers give the same ones in every step.
            String id = "call_" + (step + 1) + "_" + (calls.size() + 1);
            calls.add(calls.size() < config.perStep() ? call(id, each) : tooMany(id, each, requests.size()));
        }
        if (requests.size() > config.perStep()) {
            LOG.warn("{} requested {} tools in one step; {} ran", assistant, requests.size(), config.perStep());
        }
        return calls;
    }

    /** Fails the call, so that the model knows and can ask again. */
    private ToolCall tooMany(String id, AiProvider.ToolRequest request, int all) {
        String result = "this tool did not run: at most " + config.perStep() + " tools may run in one step, and " + all
                + " were requested; request it again";
        return new ToolCall(id, nameOf(request), "{}", State.FAILED, result, 0, 0);
    }

    private static String nameOf(AiProvider.ToolRequest request) {
        String name = Utf8.whole(request.name() == null ? "" : request.name());
        return name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
    }

    private ToolCall call(String id, AiProvider.ToolRequest request) {
        String name = nameOf(request);
        Optional<Tool> tool = tool(name);
        if (tool.isEmpty()) {
            return new ToolCall(id, name, "{}", State.FAILED, "there is no tool with this name", 0, 0);
        }
        try {
            JsonObject arguments = Invocation.check(tool.get(), request.arguments());
            boolean waits = ToolNames.allows(assistant.approval(), name);
            return new ToolCall(
                    id, name, Utf8.whole(arguments.encode()), waits ? State.WAITING : State.RUNNING, null, 0, 0);
        } catch (Refusal refusal) {
            return new ToolCall(id, name, "{}", State.FAILED, cut(refusal.text()), 0, 0);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.error("{}: the arguments of {} could not be read", assistant, name, e);
            return new ToolCall(id, name, "{}", State.FAILED, "the arguments could not be read", 0, 0);
        }
    }

    /** Runs a call; the future never fails. */
    Future<AiReply.ToolEnded> run(ToolCall call) {
        Optional<Tool> found = tool(call.name());
        if (found.isEmpty()) { // it existed when the model asked for it
            return Future.succeededFuture(ended(call, State.FAILED, "this tool is no longer available"));
        }
        Tool tool = found.get();
        JsonObject arguments = new JsonObject(call.arguments());
        return started(() -> tool.run(turn, call.call(), arguments, stopped.future()))
                .compose(result -> tool instanceof RoomReader reader
                        ? read(reader, call, result)
                                .map(text -> new AiReply.ToolEnded(call.with(State.DONE, result), cut(text)))
                        : Future.succeededFuture(ended(call, State.DONE, cut(result))))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> ended(call, State.FAILED, cut(textOf(call, failure))));
    }

    private static AiReply.ToolEnded ended(ToolCall call, State state, String result) {
        return new AiReply.ToolEnded(call.with(state, result));
    }

    private static Future<String> started(Supplier<Future<String>> work) {
        try {
            Future<String> result = work.get();
            return result == null ? Future.failedFuture("no result") : result;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * The steps as a model is told of them now: where only a reference to a result is stored, the result is read again.
     * Never fails.
     */
    Future<List<TurnStep>> present(List<TurnStep> steps) {
        return Future.all(steps.stream().map(this::present).toList()).map(all -> all.list());
    }

    private Future<TurnStep> present(TurnStep step) {
        return Future.all(step.calls().stream().map(this::present).toList())
                .map(all -> new TurnStep(step.text(), all.list(), step.reasoning()));
    }

    private Future<ToolCall> present(ToolCall call) {
        if (call.state() != State.DONE) {
            return Future.succeededFuture(call);
        }
        Optional<RoomReader> reader = toolbox.tools().stream()
                .filter(tool -> tool.spec().name().equals(call.name()))
                .filter(RoomReader.class::isInstance)
                .map(RoomReader.class::cast)
                .findFirst();
        return reader.isEmpty()
                ? Future.succeededFuture(call)
                : read(reader.get(), call, call.result())
                        .map(text -> call.with(State.DONE, cut(text)))
                        .otherwise(failure -> call.with(State.DONE, cut(textOf(call, failure))));
    }

    private Future<String> read(RoomReader reader, ToolCall call, String stored) {
        return started(() -> reader.read(turn, new JsonObject(call.arguments()), reference(stored)));
    }

    /** What an older node has stored may have been cut: then nothing of it can be read. */
    private static JsonObject reference(String stored) {
        try {
            return new JsonObject(stored);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private String textOf(ToolCall call, Throwable failure) {
        return Refusal.of(failure, e -> unforeseen(call, e)).text();
    }

    private Refusal unforeseen(ToolCall call, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return Code.UNAVAILABLE.refuse(
                    "the tool took longer than " + config.timeout().toSeconds() + " s");
        }
        LOG.warn("{}: tool {} failed", assistant, call.name(), failure);
        return Code.INTERNAL.refuse("the tool failed");
    }

    private String cut(String text) {
        String whole = Utf8.whole(text);
        String fits = Utf8.within(whole, config.resultBytes());
        return fits.length() == whole.length() ? whole : fits + "\n[cut off here]";
    }
}
