package dev.parley.ai.responses;

import static dev.parley.ai.provider.LenientJson.count;
import static dev.parley.ai.provider.LenientJson.details;
import static dev.parley.ai.provider.LenientJson.label;
import static dev.parley.ai.provider.LenientJson.object;
import static dev.parley.ai.provider.LenientJson.objects;
import static dev.parley.ai.provider.LenientJson.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StopReason;
import dev.parley.ai.provider.StreamState;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Reads a streamed response, event by event.
 *
 * <p>{@code response.completed} and {@code response.incomplete} stop it and are its end; {@code response.failed} and
 * {@code error} are faults. Text and tools come in pieces; a server that sends them only when they are whole is
 * understood as well.
 */
final class ResponseEvents implements SseReader.EventReader {
    private final StreamState streamState;
    private boolean hasPieces; // of the present message

    ResponseEvents(StreamState streamState) {
        this.streamState = streamState;
    }

    /** The data name their type as well; that one counts. New types may come at any time, and are nothing to us. */
    @Override
    public void read(String type, JsonObject event) {
        String kind = label(event, "type").isEmpty() ? type : label(event, "type");
        int place = count(event, "output_index");
        switch (kind) {
            case "response.output_text.delta", "response.refusal.delta" -> addText(text(event, "delta"));
            case "response.output_item.added" -> begin(place, object(event, "item"));
            case "response.output_item.done" -> end(place, object(event, "item"));
            case "response.function_call_arguments.delta" -> {
                streamState.markActive();
                if (streamState.tools().has(place)) { // else of a tool that the provider runs itself
                    streamState.tools().arguments(place, text(event, "delta"));
                }
            }
            case "response.function_call_arguments.done" -> streamState.tools().whole(place, text(event, "arguments"));
            case "response.completed", "response.done" -> finish(object(event, "response"));
            case "response.incomplete" -> incomplete(object(event, "response"));
            case "response.cancelled" -> {
                streamState.stop(StopReason.failed("the provider cancelled the answer: ask again"));
                streamState.finish();
            }
            case "response.failed", "error" -> throw ProviderFault.reported(event);
            default -> {
                if (event.getValue("error") instanceof JsonObject) {
                    throw ProviderFault.reported(event);
                }
                if (kind.startsWith("response.reasoning")) {
                    streamState.markActive(); // it is not shown, but the model is at work
                }
            }
        }
    }

    private void addText(String piece) {
        hasPieces |= !piece.isEmpty();
        streamState.text(piece);
    }

    private void begin(int place, JsonObject item) {
        switch (label(item, "type")) {
            case "function_call" -> call(place, item);
            case "message" -> hasPieces = false;
            case "reasoning" -> streamState.markActive();
            default -> {} // of a tool that the provider runs itself
        }
    }

    private void call(int place, JsonObject item) {
        streamState.markActive();
        if (streamState.tools().has(place)) {
            streamState.tools().identify(place, label(item, "call_id"), text(item, "name"));
        } else {
            streamState.tools().begin(place, label(item, "call_id"), text(item, "name"));
        }
    }

    private void end(int place, JsonObject item) {
        switch (label(item, "type")) {
            case "function_call" -> {
                call(place, item);
                streamState.tools().whole(place, text(item, "arguments"));
            }
            case "message" -> {
                if (!hasPieces) { // it did not come in pieces
                    message(item);
                }
                hasPieces = false;
            }
            case "reasoning" -> reason(item);
            default -> {} // of a tool that the provider runs itself
        }
    }

    private void message(JsonObject item) {
        for (JsonObject part : objects(item, "content")) {
            streamState.text(text(part, "text") + text(part, "refusal"));
        }
    }

    /** Only what is encrypted can go back: by its id alone the provider, which keeps nothing, would not find it. */
    private void reason(JsonObject item) {
        streamState.markActive();
        if (!label(item, "encrypted_content").isEmpty()) {
            JsonObject back = item.copy();
            back.remove("status");
            if (back.getValue("summary") == null) {
                back.put("summary", List.of());
            }
            streamState.reasoning().add(back, back.encode().length());
        }
    }

    private void finish(JsonObject response) {
        String status = label(response, "status");
        switch (status) {
            case "", "completed" -> {
                usage(response);
                if (!streamState.hasOutput()) { // all of it at once
                    whole(response);
                }
                streamState.stop(StopReason.DONE);
                streamState.finish();
            }
            case "incomplete" -> incomplete(response);
            case "failed" -> throw ProviderFault.reported(response);
            default -> {
                streamState.stop(StopReason.unknown(status));
                streamState.finish();
            }
        }
    }

    private void whole(JsonObject response) {
        List<JsonObject> items = objects(response, "output");
        for (int place = 0; place < items.size(); place++) {
            begin(place, items.get(place));
            end(place, items.get(place));
        }
    }

    private void incomplete(JsonObject response) {
        usage(response);
        String reason = label(details(response, "incomplete_details"), "reason");
        streamState.stop(
                switch (reason) {
                    case "max_output_tokens", "max_tokens", "length" -> StopReason.LENGTH;
                    case "content_filter" -> StopReason.filtered(reason);
                    default -> StopReason.unknown(reason);
                });
        streamState.finish();
    }

    private void usage(JsonObject response) {
        JsonObject usage = details(response, "usage");
        streamState.input(count(usage, "input_tokens"));
        streamState.output(count(usage, "output_tokens"));
    }
}
