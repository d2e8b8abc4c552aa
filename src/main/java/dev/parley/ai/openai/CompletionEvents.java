package dev.parley.ai.openai;

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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * Reads a streamed chat completion, event by event: a finish reason stops it, and {@code [DONE]} or the stream's clean
 * end is its end.
 *
 * <p>Usage may come with the finish reason, or after it in a chunk of its own.
 */
final class CompletionEvents implements SseReader.EventReader {
    /**
     * Where servers put what a model reasons; the first two as text, the last one as a list that they want back whole.
     */
    private static final List<String> REASONING_TEXTS = List.of("reasoning_content", "reasoning");

    private static final String REASONING_DETAILS = "reasoning_details";

    private final StreamState streamState;
    private final CompletionCalls calls;
    private final Thinking thinking;
    private final JsonObject reasoned = new JsonObject();

    CompletionEvents(StreamState streamState) {
        this.streamState = streamState;
        this.calls = new CompletionCalls(streamState);
        this.thinking = new Thinking(streamState::text, piece -> reason(Thinking.FIELD, piece));
    }

    @Override
    public void read(String type, JsonObject chunk) {
        boolean failed = isError(chunk.getValue("error"));
        if (type.equals("error") || failed || text(chunk, "object").equals("error")) {
            throw ProviderFault.reported(chunk);
        }
        JsonObject usage = details(chunk, "usage");
        streamState.input(count(usage, "prompt_tokens"));
        streamState.output(count(usage, "completion_tokens"));
        for (JsonObject choice : objects(chunk, "choices")) {
            if (count(choice, "index") == 0) { // we ask for one
                readChoice(choice);
            }
        }
    }

    /** Some send an empty one with each chunk. */
    private static boolean isError(Object error) {
        return error instanceof JsonObject object
                ? !object.isEmpty()
                : error != null && !error.equals("") && !error.equals(false);
    }

    private void readChoice(JsonObject choice) {
        if (isError(choice.getValue("error"))) {
            throw ProviderFault.reported(choice);
        }
        JsonObject delta = object(choice, "delta");
        if (delta.isEmpty() && !streamState.hasOutput()) { // the answer as a whole, in the only chunk
            delta = details(choice, "message");
        }
        for (String field : REASONING_TEXTS) { // of which some servers fill both with the same
            if (delta.getValue(field) instanceof String piece && !piece.isEmpty()) {
                reason(field, piece);
                break;
            }
        }
        if (delta.getValue(REASONING_DETAILS) instanceof JsonArray details && !details.isEmpty()) {
            reasonDetails(details);
        }
        content(delta.getValue("content"));
        addText(text(delta, "refusal"));
        objects(delta, "tool_calls").forEach(calls::read);
        calls.readLegacy(object(delta, "function_call"));
        String finish = label(choice, "finish_reason");
        if (!finish.isEmpty()) {
            thinking.end();
            streamState.stop(stop(finish));
        }
    }

    /** Text, or a list of parts, of which some are what the model reasons. */
    private void content(Object content) {
        if (content instanceof JsonArray parts) {
            for (Object part : parts) {
                if (part instanceof JsonObject object) {
                    part(object);
                } else if (part instanceof String text) {
                    addText(text);
                }
            }
        } else if (content instanceof JsonObject part) {
            part(part);
        } else if (content != null) {
            addText((String) content);
        }
    }

    private void part(JsonObject part) {
        if (text(part, "type").equals("thinking")) {
            streamState.markActive(); // its provider wants nothing back
        } else {
            addText(text(part, "text"));
        }
    }

    private void addText(String piece) {
        if (!piece.isEmpty()) {
            thinking.append(piece);
            streamState.markActive();
        }
    }

    /** It is not shown, but a model that reasons is at work, and some providers want it back. */
    private void reason(String field, String piece) {
        streamState.markActive();
        if (piece.isEmpty()) {
            return;
        }
        if (reasoned.isEmpty()) {
            streamState.reasoning().add(reasoned, 0);
        }
        streamState.reasoning().grow(piece.length());
        reasoned.put(field, reasoned.getString(field, "") + piece);
    }

    private void reasonDetails(JsonArray details) {
        streamState.markActive();
        if (reasoned.isEmpty()) {
            streamState.reasoning().add(reasoned, 0);
        }
        streamState.reasoning().grow(details.encode().length());
        if (reasoned.getValue(REASONING_DETAILS) instanceof JsonArray before) {
            before.addAll(details);
        } else {
            reasoned.put(REASONING_DETAILS, details.copy());
        }
    }

    private static StopReason stop(String finish) {
        return switch (finish.toLowerCase(Locale.ROOT)) {
            case "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "completed", "done" ->
                StopReason.DONE;
            case "length", "max_tokens", "model_length", "max_output_tokens", "max_completion_tokens" ->
                StopReason.LENGTH;
            case "content_filter", "safety", "sensitive" -> StopReason.filtered(finish);
            case "tool_calls", "function_call", "tool_use" -> StopReason.TOOLS;
            case "error", "network_error", "abort", "insufficient_system_resource" ->
                StopReason.failed("the provider stopped in the middle of its answer (" + StopReason.named(finish)
                        + "): ask again");
            default -> StopReason.unknown(finish);
        };
    }
}
