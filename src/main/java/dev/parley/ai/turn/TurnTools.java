package dev.parley.ai.turn;

import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.text.Utf8;
import dev.parley.ai.tool.Invocation;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.ToolNames;
import dev.parley.ai.tool.Toolbox;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.model.Refusal;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of one answer: what its model is offered, what becomes of what it asks for, and the running. Whatever goes
 * wrong becomes a result that the model is told. On the AI verticle's context.
 */
public final class TurnTools {
    private static final Logger LOG = LoggerFactory.getLogger(TurnTools.class);
    private static final int NAME_CHARS_MAX = 64;
    /** Most calls of one round that stand in the turn's log; nobody means what comes after them. */
    private static final int TOLD_MAX = 200;

    private final Toolbox toolbox;
    private final ToolsConfig config;
    private final AssistantConfig assistant;
    private final Turn turn;
    private final Promise<Void> stopped = Promise.promise();

    public TurnTools(Toolbox toolbox, ToolsConfig config, AssistantConfig assistant, Turn turn) {
        this.toolbox = toolbox;
        this.config = config;
        this.assistant = assistant;
        this.turn = turn;
    }

    /** Nobody waits for a result any more. */
    void stop() {
        stopped.tryComplete();
    }

    /** What the model may ask for now. */
    List<Tool.Spec> offered() {
        return assistant.tools().isEmpty() ? List.of() : tools().map(Tool::spec).toList();
    }

    private Stream<Tool> tools() {
        return toolbox.tools().stream()
                .filter(tool -> ToolNames.allows(assistant.tools(), tool.spec().name()));
    }

    private Optional<Tool> tool(String name) {
        return tools().filter(tool -> tool.spec().name().equals(name)).findFirst();
    }

    /** What a model asked for: to be run, to wait for a person, or settled because it cannot be. */
    List<ToolCall> calls(int round, List<AiProvider.ToolRequest> wanted) {
        List<ToolCall> calls = new ArrayList<>();
        for (AiProvider.ToolRequest each : wanted.subList(0, Math.min(wanted.size(), TOLD_MAX))) {
            // Ids of our own: some providers give the same ones in every round.
            String id = "call_" + (round + 1) + "_" + (calls.size() + 1);
            calls.add(calls.size() < config.perStep() ? call(id, each) : tooMany(id, each, wanted.size()));
        }
        if (wanted.size() > config.perStep()) {
            LOG.warn("{} asked for {} tools at once; {} were used", assistant, wanted.size(), config.perStep());
        }
        return calls;
    }

    /** So that the model knows, and can ask again. */
    private ToolCall tooMany(String id, AiProvider.ToolRequest wanted, int all) {
        String told = "this tool was not used: at most " + config.perStep() + " tools may be used at once, and " + all
                + " were asked for; ask for it again";
        return new ToolCall(id, nameOf(wanted), "{}", State.FAILED, told, 0, 0);
    }

    private static String nameOf(AiProvider.ToolRequest wanted) {
        String name = Utf8.whole(wanted.name() == null ? "" : wanted.name());
        return name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
    }

    private ToolCall call(String id, AiProvider.ToolRequest wanted) {
        String name = nameOf(wanted);
        Optional<Tool> tool = tool(name);
        if (tool.isEmpty()) {
            return new ToolCall(id, name, "{}", State.FAILED, "there is no tool of this name", 0, 0);
        }
        try {
            JsonObject arguments = Invocation.check(tool.get(), wanted.arguments());
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

    /** Runs it; the future never fails. */
    Future<ToolCall> run(ToolCall call) {
        Optional<Tool> tool = tool(call.name());
        if (tool.isEmpty()) { // it was there when it was asked for
            return Future.succeededFuture(call.with(State.FAILED, "this tool is not there any more"));
        }
        Future<String> result;
        try {
            result = tool.get().run(turn, new JsonObject(call.arguments()), stopped.future());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            result = Future.failedFuture(e);
        }
        if (result == null) {
            result = Future.failedFuture("no result");
        }
        return result.timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(text -> call.with(State.DONE, cut(text)))
                .otherwise(failure -> call.with(State.FAILED, cut(textOf(call, failure))));
    }

    private String textOf(ToolCall call, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.text();
        }
        if (failure instanceof TimeoutException) {
            return "the tool took longer than " + config.timeout().toSeconds() + " s";
        }
        LOG.warn("{}: tool {} failed", assistant, call.name(), failure);
        return "the tool failed";
    }

    private String cut(String text) {
        String whole = Utf8.whole(text);
        String fits = Utf8.within(whole, config.resultBytes());
        return fits.length() == whole.length() ? whole : fits + "\n[cut off here]";
    }
}
