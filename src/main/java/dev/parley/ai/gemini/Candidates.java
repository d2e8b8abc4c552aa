package dev.parley.ai.gemini;

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

/**
 * Reads streamed content, chunk by chunk, to the stream's end.
 *
 * <p>A finish reason may come with every chunk, and text and tools after it. The signature of a part is stored before
 * that part.
 */
final class Candidates implements SseReader.EventReader {
    /** The field of a signature. */
    static final String SIGNATURE = "thoughtSignature";

    private static final String BLOCKED = "the provider's content filter blocked the question";

    private final StreamState streamState;

    Candidates(StreamState streamState) {
        this.streamState = streamState;
    }

    @Override
    public void read(String type, JsonObject chunk) {
        if (chunk.getValue("error") != null || type.equals("error")) {
            throw ProviderFault.reported(chunk);
        }
        usage(details(chunk, "usageMetadata"));
        String block = label(details(chunk, "promptFeedback"), "blockReason");
        if (!block.isEmpty() && !block.equals("BLOCK_REASON_UNSPECIFIED")) {
            throw new ProviderFault(BLOCKED, chunk.encode());
        }
        for (JsonObject candidate : objects(chunk, "candidates")) {
            if (count(candidate, "index") == 0) { // we ask for one
                objects(object(candidate, "content"), "parts").forEach(this::part);
                String finish = label(candidate, "finishReason");
                if (!finish.isEmpty() && !finish.equals("FINISH_REASON_UNSPECIFIED")) {
                    streamState.stopForNow(stop(finish));
                }
            }
        }
    }

    private void part(JsonObject part) {
        String signature = text(part, SIGNATURE);
        if (!signature.isEmpty()) {
            streamState.markActive();
            streamState.reasoning().add(new JsonObject().put(SIGNATURE, signature), signature.length());
        }
        if (part.getValue("functionCall") != null) {
            JsonObject call = object(part, "functionCall");
            streamState.markActive();
            int place = streamState.tools().begin(label(call, "id"), text(call, "name"));
            streamState.tools().arguments(place, object(call, "args").encode());
        } else if (Boolean.TRUE.equals(part.getValue("thought"))) {
            streamState.markActive();
        } else {
            streamState.text(text(part, "text"));
        }
    }

    /** Thoughts are paid for as well. */
    private void usage(JsonObject usage) {
        streamState.input(count(usage, "promptTokenCount"));
        streamState.output(count(usage, "candidatesTokenCount") + count(usage, "thoughtsTokenCount"));
    }

    private static StopReason stop(String finish) {
        return switch (finish) {
            case "STOP" -> StopReason.DONE;
            case "FUNCTION_CALL" -> StopReason.TOOLS; // Gemini itself says STOP, servers that speak like it say this
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE" ->
                StopReason.filtered(finish);
            case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
                StopReason.failed("the model asked for a tool in a way that the provider did not accept ("
                        + StopReason.named(finish) + ")");
            default -> StopReason.unknown(finish);
        };
    }
}
