package dev.parley.ai;

import dev.parley.bus.Refusal;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.protocol.ToolCall;
import dev.parley.protocol.ToolCall.State;
import dev.parley.protocol.Turn;
import io.vertx.core.Future;
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
final class ToolRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRuns.class);
    private static final int NAME_CHARS_MAX = 64;

    private final Toolbox toolbox;
    private final ToolsConfig config;
    private final AssistantConfig assistant;
    private final Turn turn;

    ToolRuns(Toolbox toolbox, ToolsConfig config, AssistantConfig assistant, Turn turn) {
        this.toolbox = toolbox;
        this.config = config;
        this.assistant = assistant;
        this.turn = turn;
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
    List<ToolCall> calls(int round, List<AiProvider.Wanted> wanted) {
        List<ToolCall> calls = new ArrayList<>();
        for (AiProvider.Wanted each : wanted.subList(0, Math.min(wanted.size(), config.perStep()))) {
            // Ids of our own: some providers give the same ones in every round.
            calls.add(call("call_" + (round + 1) + "_" + (calls.size() + 1), each));
        }
        if (wanted.size() > calls.size()) {
            LOG.warn("{} asked for {} tools at once; the first {} count", assistant, wanted.size(), calls.size());
        }
        return calls;
    }

    private ToolCall call(String id, AiProvider.Wanted wanted) {
        String name = wanted.name().substring(0, Math.min(wanted.name().length(), NAME_CHARS_MAX));
        Optional<Tool> tool = tool(name);
        if (tool.isEmpty()) {
            return new ToolCall(id, name, "{}", State.FAILED, "there is no tool of this name", 0, 0);
        }
        try {
            JsonObject arguments = Invocation.check(tool.get(), wanted.arguments());
            boolean waits = ToolNames.allows(assistant.approval(), name);
            return new ToolCall(id, name, arguments.encode(), waits ? State.WAITING : State.RUNNING, null, 0, 0);
        } catch (Refusal refusal) {
            return new ToolCall(id, name, "{}", State.FAILED, refusal.text(), 0, 0);
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
            result = tool.get().run(turn, new JsonObject(call.arguments()));
        } catch (RuntimeException e) {
            result = Future.failedFuture(e);
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
        String fits = Utf8.within(text, config.resultBytes());
        return fits.length() == text.length() ? text : fits + "\n[cut off here]";
    }
}
