package dev.parley.ai.gemini;

import static dev.parley.ai.provider.Fields.count;
import static dev.parley.ai.provider.Fields.object;
import static dev.parley.ai.provider.Fields.objects;
import static dev.parley.ai.provider.Fields.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.Reading;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.Stop;
import io.vertx.core.json.JsonObject;

/** Streamed content, chunk by chunk: the chunk with a finish reason is the last one that counts, usage included. */
final class Candidates implements SseReader.EventReader {
    private static final String BLOCKED = "the provider's content filter blocked the question";

    private final Reading reading;

    Candidates(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void read(String type, JsonObject chunk) {
        if (chunk.getValue("error") != null) {
            throw fault(object(chunk, "error"));
        }
        usage(object(chunk, "usageMetadata"));
        if (!text(object(chunk, "promptFeedback"), "blockReason").isEmpty()) {
            throw new ProviderFault(BLOCKED, chunk.encode());
        }
        String finish = "";
        for (JsonObject candidate : objects(chunk, "candidates")) {
            if (count(candidate, "index") == 0) { // we ask for one
                objects(object(candidate, "content"), "parts").forEach(this::part);
                finish = text(candidate, "finishReason");
            }
        }
        if (!finish.isEmpty() && !finish.equals("FINISH_REASON_UNSPECIFIED")) {
            reading.stop(stop(finish));
            reading.done();
        }
    }

    private void part(JsonObject part) {
        if (part.getValue("functionCall") != null) {
            JsonObject call = object(part, "functionCall");
            reading.begun();
            int place = reading.tools().begin(text(call, "id"), text(call, "name"));
            reading.tools().arguments(place, object(call, "args").encode());
        } else if (Boolean.TRUE.equals(part.getValue("thought"))) {
            reading.begun();
        } else {
            reading.said(text(part, "text"));
        }
    }

    private void usage(JsonObject usage) {
        if (!usage.isEmpty()) { // what it thought is paid for as well
            reading.input(count(usage, "promptTokenCount"));
            reading.output(count(usage, "candidatesTokenCount") + count(usage, "thoughtsTokenCount"));
        }
    }

    private static Stop stop(String finish) {
        return switch (finish) {
            case "STOP" -> Stop.DONE;
            case "FUNCTION_CALL" -> Stop.TOOLS; // Gemini itself says STOP, servers that speak like it say this
            case "MAX_TOKENS" -> Stop.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE" -> Stop.FILTERED;
            case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
                Stop.failed("the model asked for a tool in a way that the provider did not accept");
            default -> Stop.failed("the provider stopped the answer for a reason of its own");
        };
    }

    private static ProviderFault fault(JsonObject error) {
        String detail = error.encode();
        return switch (text(error, "status")) {
            case "UNAVAILABLE" -> ProviderFault.passing("the provider is overloaded", detail);
            case "RESOURCE_EXHAUSTED" -> ProviderFault.passing("the provider is rate limited, try again later", detail);
            case "INTERNAL", "DEADLINE_EXCEEDED" ->
                ProviderFault.passing("the provider failed in the middle of its answer", detail);
            default -> ProviderFault.reported(detail);
        };
    }
}
