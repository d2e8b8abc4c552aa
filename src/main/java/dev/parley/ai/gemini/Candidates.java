package dev.parley.ai.gemini;

import static dev.parley.ai.provider.Fields.count;
import static dev.parley.ai.provider.Fields.details;
import static dev.parley.ai.provider.Fields.label;
import static dev.parley.ai.provider.Fields.object;
import static dev.parley.ai.provider.Fields.objects;
import static dev.parley.ai.provider.Fields.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.Reading;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.Stop;
import io.vertx.core.json.JsonObject;

/**
 * Streamed content, chunk by chunk, to the stream's end: a finish reason may come with every chunk, and text and tools
 * after it. The signature of a part is kept before that part.
 */
final class Candidates implements SseReader.EventReader {
    /** Under which a signature is kept. */
    static final String SIGNATURE = "thoughtSignature";

    private static final String BLOCKED = "the provider's content filter blocked the question";

    private final Reading reading;

    Candidates(Reading reading) {
        this.reading = reading;
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
                    reading.stopForNow(stop(finish));
                }
            }
        }
    }

    private void part(JsonObject part) {
        String signature = text(part, SIGNATURE);
        if (!signature.isEmpty()) {
            reading.begun();
            reading.reasoning().add(new JsonObject().put(SIGNATURE, signature), signature.length());
        }
        if (part.getValue("functionCall") != null) {
            JsonObject call = object(part, "functionCall");
            reading.begun();
            int place = reading.tools().begin(label(call, "id"), text(call, "name"));
            reading.tools().arguments(place, object(call, "args").encode());
        } else if (Boolean.TRUE.equals(part.getValue("thought"))) {
            reading.begun();
        } else {
            reading.said(text(part, "text"));
        }
    }

    /** What it thought is paid for as well. */
    private void usage(JsonObject usage) {
        reading.input(count(usage, "promptTokenCount"));
        reading.output(count(usage, "candidatesTokenCount") + count(usage, "thoughtsTokenCount"));
    }

    private static Stop stop(String finish) {
        return switch (finish) {
            case "STOP" -> Stop.DONE;
            case "FUNCTION_CALL" -> Stop.TOOLS; // Gemini itself says STOP, servers that speak like it say this
            case "MAX_TOKENS" -> Stop.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE" -> Stop.filtered(finish);
            case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
                Stop.failed("the model asked for a tool in a way that the provider did not accept ("
                        + Stop.named(finish) + ")");
            default -> Stop.unknown(finish);
        };
    }
}
