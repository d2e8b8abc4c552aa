package dev.parley.model;

import java.util.List;

/**
 * One step of a turn: the text of a model call, then the tools that the model asked for. The next step starts once all
 * of them have results; the last step of a turn has no tools.
 *
 * @param reasoning what the provider must get back with this step (its reasoning, signatures), in the words of the
 *     dialect that wrote it; empty for none; never shown to a client
 */
public record TurnStep(String text, List<ToolCall> calls, String reasoning) {
    public TurnStep {
        calls = List.copyOf(calls);
        reasoning = reasoning == null ? "" : reasoning; // an older node sent none
    }

    public TurnStep(String text, List<ToolCall> calls) {
        this(text, calls, "");
    }

    /** The same with this call as it is now; the one with its id is replaced. */
    public TurnStep with(ToolCall changed) {
        return new TurnStep(
                text,
                calls.stream()
                        .map(call -> call.call().equals(changed.call()) ? changed : call)
                        .toList(),
                reasoning);
    }

    public boolean isSettled() {
        return calls.stream().allMatch(call -> call.state().isSettled());
    }
}
