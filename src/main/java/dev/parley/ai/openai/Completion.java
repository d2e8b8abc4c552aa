package dev.parley.ai.openai;

import static dev.parley.ai.provider.Fields.count;
import static dev.parley.ai.provider.Fields.object;
import static dev.parley.ai.provider.Fields.objects;
import static dev.parley.ai.provider.Fields.text;

import dev.parley.ai.provider.ProviderFault;
import dev.parley.ai.provider.Reading;
import dev.parley.ai.provider.SseReader;
import dev.parley.ai.provider.Stop;
import io.vertx.core.json.JsonObject;

/**
 * A streamed chat completion, read event by event: a finish reason stops it, {@code [DONE]} is its end mark. Usage may
 * come with the finish, or after it in a chunk of its own.
 */
final class Completion implements SseReader.EventReader {
    /** Of the one function that servers of before 2024 can ask for. */
    private static final int LEGACY = -1;

    private final Reading reading;

    Completion(Reading reading) {
        this.reading = reading;
    }

    @Override
    public boolean isEnd(String data) {
        return data.strip().equals("[DONE]");
    }

    @Override
    public void read(String type, JsonObject chunk) {
        if (type.equals("error") || chunk.getValue("error") != null) {
            throw ProviderFault.reported(chunk.encode());
        }
        if (chunk.getValue("usage") != null) {
            JsonObject usage = object(chunk, "usage");
            reading.input(count(usage, "prompt_tokens"));
            reading.output(count(usage, "completion_tokens"));
        }
        for (JsonObject choice : objects(chunk, "choices")) {
            if (count(choice, "index") == 0) { // we ask for one
                readChoice(choice);
            }
        }
    }

    private void readChoice(JsonObject choice) {
        JsonObject delta = object(choice, "delta");
        reading.said(text(delta, "content") + text(delta, "refusal"));
        // Reasoning is not shown, but a model that reasons is at work.
        if (!(text(delta, "reasoning_content") + text(delta, "reasoning")).isEmpty()) {
            reading.begun();
        }
        objects(delta, "tool_calls").forEach(this::readCall);
        JsonObject function = object(delta, "function_call");
        if (!function.isEmpty()) {
            readFunction(LEGACY, "", function);
        }
        String finish = text(choice, "finish_reason");
        if (!finish.isEmpty()) {
            reading.stop(stop(finish));
        }
    }

    /** By its index; servers that send whole calls leave it out. */
    private void readCall(JsonObject call) {
        String id = text(call, "id");
        JsonObject function = object(call, "function");
        boolean names = !text(function, "name").isEmpty();
        int place = call.getValue("index") instanceof Number index
                ? index.intValue()
                : reading.tools().last() + (names ? 1 : 0);
        readFunction(place, id, function);
    }

    private void readFunction(int place, String id, JsonObject function) {
        String name = text(function, "name");
        // Some number all of their calls 0: another name with another id is another call.
        boolean another = !name.isEmpty() && !id.isEmpty();
        if (!reading.tools().isBegun(place) || (another && !reading.tools().isCalled(place, id))) {
            reading.tools().begin(place, id, name);
        }
        Object arguments = function.getValue("arguments");
        if (arguments != null) {
            reading.tools()
                    .arguments(place, arguments instanceof JsonObject whole ? whole.encode() : (String) arguments);
        }
        reading.begun();
    }

    private static Stop stop(String finish) {
        return switch (finish) {
            case "length", "max_tokens" -> Stop.LENGTH;
            case "content_filter" -> Stop.FILTERED;
            case "tool_calls", "function_call" -> Stop.TOOLS;
            default -> Stop.DONE;
        };
    }
}
