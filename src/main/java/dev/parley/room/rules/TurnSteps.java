package dev.parley.room.rules;

import dev.parley.model.Code;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.TurnStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a turn that ended with tool calls, and what became of the calls.
 *
 * <p>Only calls of the last step change. Pure; one thread at a time.
 */
final class TurnSteps {
    private final List<TurnStep> steps;

    TurnSteps(List<TurnStep> steps) {
        this.steps = new ArrayList<>(steps);
    }

    void add(TurnStep step) {
        steps.add(step);
    }

    void clear() {
        steps.clear();
    }

    List<TurnStep> all() {
        return List.copyOf(steps);
    }

    /** The text of all steps. */
    String text() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.text()));
        return text.toString();
    }

    List<ToolCall> calls() {
        return steps.stream().flatMap(step -> step.calls().stream()).toList();
    }

    /** Tool calls that wait for a person. */
    List<ToolCall> waitingCalls() {
        return lastCalls().stream()
                .filter(call -> call.state() == State.WAITING)
                .toList();
    }

    /** A tool call has a result. Returns the call as it is now. */
    ToolCall end(ToolCall done) {
        return replace(find(lastCalls(), done.call())
                .orElseThrow(() -> new IllegalStateException("no tool call " + done.call()))
                .with(done.state(), done.result()));
    }

    /** A person decides about a tool call. Returns the call as it is now; throws {@code not_found} unless it waits. */
    ToolCall decide(String call, boolean allow, String refusal) {
        ToolCall waiting = find(waitingCalls(), call)
                .orElseThrow(() -> Code.NOT_FOUND.refuse("no such tool call is waiting for permission"));
        return replace(allow ? waiting.with(State.RUNNING, null) : waiting.with(State.REFUSED, refusal));
    }

    /** The steps of a turn that ends: unfinished calls have failed, and no model reads the reasoning again. */
    List<TurnStep> closed() {
        return steps.stream()
                .map(step -> new TurnStep(
                        step.text(),
                        step.calls().stream().map(TurnSteps::closed).toList()))
                .toList();
    }

    private static ToolCall closed(ToolCall call) {
        return call.state().isSettled() ? call : call.with(State.FAILED, "the answer ended before the tool did");
    }

    private List<ToolCall> lastCalls() {
        return steps.isEmpty() ? List.of() : steps.get(steps.size() - 1).calls();
    }

    private static Optional<ToolCall> find(List<ToolCall> calls, String id) {
        return calls.stream().filter(call -> call.call().equals(id)).findFirst();
    }

    private ToolCall replace(ToolCall call) {
        int last = steps.size() - 1;
        steps.set(last, steps.get(last).with(call));
        return call;
    }
}
