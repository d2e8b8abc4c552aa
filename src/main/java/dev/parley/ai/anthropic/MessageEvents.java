package dev.parley.ai.anthropic;

import static dev.parley.ai.provider.LenientJson.count;
import static dev.parley.ai.provider.LenientJson.details;
import static dev.parley.ai.provider.LenientJson.label;
import static dev.parley.ai.provider.LenientJson.object;
import static dev.parley.ai.provider.LenientJson.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.StopReason;
import dev.parley.ai.provider.StreamState;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a streamed message, event by event.
 *
 * <p>{@code message_delta} stops it; {@code message_stop} or the stream's clean end is its end. Blocks of thinking are
 * stored as they came, with their signatures.
 */
final class MessageEvents implements SseReader.EventReader {
    private final StreamState streamState;
    private final Map<Integer, JsonObject> thoughts = new HashMap<>(); // by index; no more than there are events

    MessageEvents(StreamState streamState) {
        this.streamState = streamState;
    }

    /** The data name their type as well; that one counts. New types may come at any time, and are nothing to us. */
    @Override
    public void read(String type, JsonObject event) {
        switch (text(event, "type")) {
            case "message_start" -> input(details(details(event, "message"), "usage"));
            case "content_block_start" -> begin(count(event, "index"), object(event, "content_block"));
            case "content_block_delta" -> delta(count(event, "index"), object(event, "delta"));
            case "message_delta" -> stop(event);
            case "message_stop" -> streamState.finish();
            case "error" -> throw ProviderFault.reported(event);
            default -> {
                if (type.equals("error") || event.getValue("error") instanceof JsonObject) {
                    throw ProviderFault.reported(event);
                }
            }
        }
    }

    /** What was read from the cache is counted apart. What is not counted here may have been before, and stays. */
    private void input(JsonObject usage) {
        if (count(usage, "input_tokens") > 0) {
            streamState.input(count(usage, "input_tokens")
                    + count(usage, "cache_creation_input_tokens")
                    + count(usage, "cache_read_input_tokens"));
        }
    }

    private void begin(int index, JsonObject block) {
        switch (text(block, "type")) {
            case "text" -> streamState.text(text(block, "text"));
            case "tool_use" -> {
                streamState.markActive();
                streamState.tools().begin(index, label(block, "id"), text(block, "name"));
                JsonObject whole = object(block, "input"); // empty where it comes in pieces
                if (!whole.isEmpty()) {
                    streamState.tools().arguments(index, whole.encode());
                }
            }
            case "thinking", "redacted_thinking" -> { // which are not shown
                streamState.markActive();
                JsonObject thought = block.copy();
                thoughts.put(index, thought);
                streamState.reasoning().add(thought, thought.encode().length());
            }
            default -> streamState.markActive();
        }
    }

    private void delta(int index, JsonObject delta) {
        switch (text(delta, "type")) {
            case "text_delta" -> streamState.text(text(delta, "text"));
            case "input_json_delta" -> {
                streamState.markActive();
                if (streamState.tools().has(index)) { // else of a tool that the server runs itself
                    streamState.tools().arguments(index, text(delta, "partial_json"));
                }
            }
            case "thinking_delta" -> think(index, "thinking", text(delta, "thinking"));
            case "signature_delta" -> think(index, "signature", text(delta, "signature"));
            default -> streamState.markActive();
        }
    }

    private void think(int index, String field, String piece) {
        streamState.markActive();
        JsonObject thought = thoughts.get(index);
        if (thought != null) {
            thought.put(field, text(thought, field) + piece);
            streamState.reasoning().grow(piece.length());
        }
    }

    private void stop(JsonObject event) {
        JsonObject usage = details(event, "usage");
        input(usage);
        streamState.output(count(usage, "output_tokens"));
        String reason = label(details(event, "delta"), "stop_reason");
        if (!reason.isEmpty()) {
            streamState.stop(
                    switch (reason) {
                        case "end_turn", "stop_sequence", "stop" -> StopReason.DONE;
                        case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
                        case "tool_use" -> StopReason.TOOLS;
                        case "refusal" -> StopReason.failed("the model refused to answer");
                        case "pause_turn" -> StopReason.failed("the provider paused the answer before its end");
                        case "content_filtered", "content_filter", "sensitive" -> StopReason.filtered(reason);
                        default -> StopReason.unknown(reason);
                    });
        }
    }
}
