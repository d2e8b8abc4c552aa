package dev.parley.ai.bedrock;

import static dev.parley.ai.provider.Fields.count;
import static dev.parley.ai.provider.Fields.details;
import static dev.parley.ai.provider.Fields.object;
import static dev.parley.ai.provider.Fields.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.Reading;
import dev.parley.ai.provider.ResponseParser;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.Stop;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * A conversation's stream, frame by frame: {@code messageStop} is the end mark; the usage comes after it, in {@code
 * metadata}, and is waited for, but an answer without it is whole.
 */
final class ConverseEvents implements ResponseParser {
    private final FrameParser frames = new FrameParser(this::read);
    private final Reading reading;
    private final Map<Integer, JsonObject> thoughts = new HashMap<>(); // by index; no more than there are frames

    ConverseEvents(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void feed(byte[] bytes) {
        frames.feed(bytes);
    }

    @Override
    public void cut() {
        reading.done(); // a fault unless it had stopped
    }

    private void read(Frame frame) {
        if (reading.isDone()) {
            return;
        }
        String detail = frame.payload();
        switch (frame.header(":message-type")) {
            case "event" -> {
                try {
                    event(frame.header(":event-type"), new JsonObject(detail));
                } catch (DecodeException | ClassCastException e) { // not JSON, or another shape
                    throw SseReader.malformed("a conversation", detail);
                }
            }
            case "exception" -> throw fault(frame.header(":exception-type"), detail);
            case "error" ->
                throw ProviderFault.reported(frame.header(":error-code") + " " + frame.header(":error-message"));
            default -> throw SseReader.malformed("a conversation", detail);
        }
    }

    private void event(String type, JsonObject event) {
        int index = count(event, "contentBlockIndex");
        switch (type) {
            case "contentBlockStart" -> begin(index, object(object(event, "start"), "toolUse"));
            case "contentBlockDelta" -> delta(index, object(event, "delta"));
            case "messageStop" -> reading.stop(stop(text(event, "stopReason")));
            case "metadata" -> {
                JsonObject usage = details(event, "usage");
                if (count(usage, "inputTokens") > 0) {
                    reading.input(count(usage, "inputTokens")
                            + count(usage, "cacheReadInputTokens")
                            + count(usage, "cacheWriteInputTokens"));
                }
                reading.output(count(usage, "outputTokens"));
                if (reading.isStopped()) {
                    reading.done();
                }
            }
            default -> {} // messageStart, contentBlockStop, and what is new
        }
    }

    private void begin(int index, JsonObject tool) {
        if (!tool.isEmpty()) {
            reading.begun();
            reading.tools().begin(index, text(tool, "toolUseId"), text(tool, "name"));
        }
    }

    private void delta(int index, JsonObject delta) {
        JsonObject tool = object(delta, "toolUse");
        reading.begun(); // also when it thinks, which is not shown
        JsonObject thought = details(delta, "reasoningContent");
        if (!thought.isEmpty()) {
            think(index, thought);
        }
        reading.said(text(delta, "text"));
        if (!tool.isEmpty()) {
            reading.tools().arguments(index, text(tool, "input"));
        }
    }

    /** In the shape in which it goes back. */
    private void think(int index, JsonObject delta) {
        JsonObject thought = thoughts.get(index);
        if (thought == null) {
            thought = new JsonObject();
            thoughts.put(index, thought);
            reading.reasoning().add(thought, 0);
        }
        reading.reasoning().grow(delta.encode().length());
        String redacted = text(delta, "redactedContent");
        if (!redacted.isEmpty()) {
            thought.put("redactedContent", text(thought, "redactedContent") + redacted);
            return;
        }
        JsonObject said = object(thought, "reasoningText");
        thought.put("reasoningText", said.put("text", text(said, "text") + text(delta, "text")));
        if (!text(delta, "signature").isEmpty()) {
            said.put("signature", text(said, "signature") + text(delta, "signature"));
        }
    }

    private static Stop stop(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Stop.LENGTH;
            case "tool_use" -> Stop.TOOLS;
            case "guardrail_intervened", "content_filtered" -> Stop.FILTERED;
            case "malformed_model_output", "malformed_tool_use" ->
                Stop.failed("the model's output could not be understood by its provider");
            case "end_turn", "stop_sequence" -> Stop.DONE;
            default -> Stop.unknown(reason);
        };
    }

    private static ProviderFault fault(String type, String detail) {
        String told = type + " " + detail;
        return switch (type) {
            case "throttlingException" -> ProviderFault.passing("the provider is rate limited, try again later", told);
            case "serviceUnavailableException" -> ProviderFault.passing("the provider is overloaded", told);
            case "internalServerException", "modelStreamErrorException", "modelTimeoutException" ->
                ProviderFault.passing("the provider failed in the middle of its answer", told);
            case "validationException" -> new ProviderFault("the provider did not accept the request", told);
            default -> ProviderFault.reported(told);
        };
    }
}
