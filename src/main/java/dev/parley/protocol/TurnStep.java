package dev.parley.protocol;

import java.util.List;

/**
 * One round of an answer: what the model said, then the tools that it asked for. The round after it begins once all of
 * them are settled; the last round of an answer asks for none.
 */
public record TurnStep(String text, List<ToolCall> calls) {
    public TurnStep {
        calls = List.copyOf(calls);
    }

    /** The same with this call as it is now; the one with its id is replaced. */
    public TurnStep with(ToolCall changed) {
        return new TurnStep(
                text,
                calls.stream()
                        .map(call -> call.call().equals(changed.call()) ? changed : call)
                        .toList());
    }

    public boolean isSettled() {
        return calls.stream().allMatch(call -> call.state().isSettled());
    }
}
