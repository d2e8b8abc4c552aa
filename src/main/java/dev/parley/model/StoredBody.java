package dev.parley.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.json.JsonWriter;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the fields of an event's stored body, in their order, so that their values go into frames without being parsed.
 */
public record StoredBody(String json, Map<String, Span> values) {
    private static final JsonFactory JSON = DatabindCodec.mapper().getFactory();

    /** From this character to before that one. */
    private record Span(int from, int to) {}

    /** A JSON object's text. */
    public static StoredBody of(String json) {
        Map<String, Span> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a body must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                values.put(name, new Span(from, (int) parser.currentLocation().getCharOffset()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a body must be a JSON object", e);
        }
        return new StoredBody(json, values);
    }

    /** Whether it is what is left of a deleted message. */
    public boolean isDeleted() {
        return values.containsKey("deleted");
    }

    /** What a reader is shown of an edit with this body: the text that its target has now, unless that was deleted. */
    public String withTextOf(StoredBody target) {
        if (target.isDeleted()) {
            return json;
        }
        byte[] shown = JsonWriter.object(out -> {
            values.keySet().stream().filter(name -> !name.equals("text")).forEach(name -> copy(name, out));
            target.copyText("text", out, "text");
        });
        return new String(shown, StandardCharsets.UTF_8);
    }

    /** Writes a field, if there is such a one. */
    public void copy(String name, JsonWriter out) {
        Span value = values.get(name);
        if (value != null) {
            out.spliced(name, json, value.from(), value.to());
        }
    }

    /** Writes a text under the name {@code as}: null when there is none. */
    public void copyText(String name, JsonWriter out, String as) {
        Span value = values.get(name);
        if (value == null) {
            out.field(as, (String) null);
        } else {
            out.spliced(as, json, value.from(), value.to());
        }
    }
}
