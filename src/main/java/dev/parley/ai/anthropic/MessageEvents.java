package dev.parley.ai.anthropic;

import static dev.parley.ai.provider.Fields.count;
import static dev.parley.ai.provider.Fields.object;
import static dev.parley.ai.provider.Fields.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.Reading;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.Stop;
import io.vertx.core.json.JsonObject;

/** A streamed message, event by event: {@code message_delta} stops it, {@code message_stop} is its end mark. */
final class MessageEvents implements SseReader.EventReader {
    private final Reading reading;

    MessageEvents(Reading reading) {
        this.reading = reading;
    }

    /** The data name their type as well; that one counts. New types may come at any time, and are nothing to us. */
    @Override
    public void read(String type, JsonObject event) {
        switch (text(event, "type")) {
            case "message_start" -> input(object(object(event, "message"), "usage"));
            case "content_block_start" -> begin(count(event, "index"), object(event, "content_block"));
            case "content_block_delta" -> delta(count(event, "index"), object(event, "delta"));
            case "message_delta" -> stop(event);
            case "message_stop" -> reading.done();
            case "error" -> throw fault(event);
            default -> {
                if (type.equals("error")) {
                    throw fault(event);
                }
            }
        }
    }

    private void input(JsonObject usage) {
        if (usage.containsKey("input_tokens")) { // what was read from the cache is counted apart
            reading.input(count(usage, "input_tokens")
                    + count(usage, "cache_creation_input_tokens")
                    + count(usage, "cache_read_input_tokens"));
        }
    }

    private void begin(int index, JsonObject block) {
        switch (text(block, "type")) {
            case "text" -> reading.said(text(block, "text"));
            case "tool_use" -> {
                reading.begun();
                reading.tools().begin(index, text(block, "id"), text(block, "name"));
                JsonObject whole = object(block, "input"); // empty where it comes in pieces
                if (!whole.isEmpty()) {
                    reading.tools().arguments(index, whole.encode());
                }
            }
            default -> reading.begun(); // it thinks, which is not shown
        }
    }

    private void delta(int index, JsonObject delta) {
        switch (text(delta, "type")) {
            case "text_delta" -> reading.said(text(delta, "text"));
            case "input_json_delta" -> {
                reading.begun();
                if (reading.tools().isBegun(index)) { // else of a tool that the server runs itself
                    reading.tools().arguments(index, text(delta, "partial_json"));
                }
            }
            default -> reading.begun();
        }
    }

    private void stop(JsonObject event) {
        JsonObject usage = object(event, "usage");
        input(usage);
        if (usage.containsKey("output_tokens")) {
            reading.output(count(usage, "output_tokens"));
        }
        String reason = text(object(event, "delta"), "stop_reason");
        if (!reason.isEmpty()) {
            reading.stop(
                    switch (reason) {
                        case "max_tokens", "model_context_window_exceeded" -> Stop.LENGTH;
                        case "tool_use" -> Stop.TOOLS;
                        case "refusal" -> Stop.failed("the model refused to answer");
                        case "pause_turn" -> Stop.failed("the provider paused the answer before its end");
                        default -> Stop.DONE;
                    });
        }
    }

    private static ProviderFault fault(JsonObject event) {
        String detail = event.encode();
        return switch (text(object(event, "error"), "type")) {
            case "overloaded_error" -> ProviderFault.passing("the provider is overloaded", detail);
            case "rate_limit_error" -> ProviderFault.passing("the provider is rate limited, try again later", detail);
            case "api_error", "timeout_error" ->
                ProviderFault.passing("the provider failed in the middle of its answer", detail);
            default -> ProviderFault.reported(detail);
        };
    }
}
