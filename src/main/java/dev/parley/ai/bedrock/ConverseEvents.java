package dev.parley.ai.bedrock;

import static dev.parley.ai.provider.LenientJson.count;
import static dev.parley.ai.provider.LenientJson.details;
import static dev.parley.ai.provider.LenientJson.object;
import static dev.parley.ai.provider.LenientJson.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StopReason;
import dev.parley.ai.provider.StreamState;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the stream of a conversation, frame by frame.
 *
 * <p>{@code messageStop} stops it. The usage comes after that, in {@code metadata}, which is the end; a stream that
 * ends without it is whole as well.
 */
final class ConverseEvents implements ResponseParser {
    private final EventStreamParser frames = new EventStreamParser(this::read);
    private final StreamState streamState;
    private final Map<Integer, JsonObject> thoughts = new HashMap<>(); // by index; no more than there are frames

    ConverseEvents(StreamState streamState) {
        this.streamState = streamState;
    }

    @Override
    public void feed(byte[] bytes) {
        frames.feed(bytes);
    }

    @Override
    public void cut() {
        streamState.finish(); // a fault unless it had stopped
    }

    private void read(EventStreamFrame eventStreamFrame) {
        if (streamState.isDone()) {
            return;
        }
        String detail = eventStreamFrame.payload();
        switch (eventStreamFrame.header(":message-type")) {
            case "event" -> {
                try {
                    event(eventStreamFrame.header(":event-type"), new JsonObject(detail));
                } catch (DecodeException | ClassCastException e) { // not JSON, or another shape
                    throw SseReader.malformed("a conversation", detail);
                }
            }
            case "exception" -> throw fault(eventStreamFrame.header(":exception-type"), detail);
            case "error" ->
                throw ProviderFault.reported(
                        eventStreamFrame.header(":error-code") + " " + eventStreamFrame.header(":error-message"));
            default -> throw SseReader.malformed("a conversation", detail);
        }
    }

    private void event(String type, JsonObject event) {
        int index = count(event, "contentBlockIndex");
        switch (type) {
            case "contentBlockStart" -> begin(index, object(object(event, "start"), "toolUse"));
            case "contentBlockDelta" -> delta(index, object(event, "delta"));
            case "messageStop" -> streamState.stop(stop(text(event, "stopReason")));
            case "metadata" -> {
                JsonObject usage = details(event, "usage");
                if (count(usage, "inputTokens") > 0) {
                    streamState.input(count(usage, "inputTokens")
                            + count(usage, "cacheReadInputTokens")
                            + count(usage, "cacheWriteInputTokens"));
                }
                streamState.output(count(usage, "outputTokens"));
                if (streamState.hasStopReason()) {
                    streamState.finish();
                }
            }
            default -> {} // messageStart, contentBlockStop, and what is new
        }
    }

    private void begin(int index, JsonObject tool) {
        if (!tool.isEmpty()) {
            streamState.markActive();
            streamState.tools().begin(index, text(tool, "toolUseId"), text(tool, "name"));
        }
    }

    private void delta(int index, JsonObject delta) {
        JsonObject tool = object(delta, "toolUse");
        streamState.markActive(); // also when it thinks, which is not shown
        JsonObject thought = details(delta, "reasoningContent");
        if (!thought.isEmpty()) {
            think(index, thought);
        }
        streamState.text(text(delta, "text"));
        if (!tool.isEmpty()) {
            streamState.tools().arguments(index, text(tool, "input"));
        }
    }

    /** In the shape in which it goes back. */
    private void think(int index, JsonObject delta) {
        JsonObject thought = thoughts.get(index);
        if (thought == null) {
            thought = new JsonObject();
            thoughts.put(index, thought);
            streamState.reasoning().add(thought, 0);
        }
        streamState.reasoning().grow(delta.encode().length());
        String redacted = text(delta, "redactedContent");
        if (!redacted.isEmpty()) {
            thought.put("redactedContent", text(thought, "redactedContent") + redacted);
            return;
        }
        JsonObject reasoningText = object(thought, "reasoningText");
        thought.put("reasoningText", reasoningText.put("text", text(reasoningText, "text") + text(delta, "text")));
        if (!text(delta, "signature").isEmpty()) {
            reasoningText.put("signature", text(reasoningText, "signature") + text(delta, "signature"));
        }
    }

    private static StopReason stop(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "tool_use" -> StopReason.TOOLS;
            case "guardrail_intervened", "content_filtered" -> StopReason.FILTERED;
            case "malformed_model_output", "malformed_tool_use" ->
                StopReason.failed("the provider could not parse the model's output");
            case "end_turn", "stop_sequence" -> StopReason.DONE;
            default -> StopReason.unknown(reason);
        };
    }

    private static ProviderFault fault(String type, String detail) {
        String detailed = type + " " + detail;
        return switch (type) {
            case "throttlingException" ->
                ProviderFault.passing("the provider is rate limited, try again later", detailed);
            case "serviceUnavailableException" -> ProviderFault.passing("the provider is overloaded", detailed);
            case "internalServerException", "modelStreamErrorException", "modelTimeoutException" ->
                ProviderFault.passing("the provider failed in the middle of its answer", detailed);
            case "validationException" -> new ProviderFault("the provider did not accept the request", detailed);
            default -> ProviderFault.reported(detailed);
        };
    }
}
