package dev.parley.config.reading;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.config.InvalidConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads strict JSON from a file, from the class path or from a variable. Faults name a line and a column, never the
 * text. Stateless; blocks.
 */
final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * A file; when it does not exist and its path begins with {@code conf/}, the one of that name that the jar ships.
     */
    static ObjectNode read(Path file) throws InvalidConfig {
        String name = file.toString();
        if (Files.exists(file)) {
            try {
                return object(name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new InvalidConfig(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
            }
        }
        if (name.startsWith("conf/") && resourceExists(name)) {
            return resource(name);
        }
        throw new InvalidConfig(
                name,
                "no such file; allowed: a JSON file, or one that the jar ships: "
                        + String.join(", ", ShippedFiles.names("conf")));
    }

    static ObjectNode resource(String name) throws InvalidConfig {
        try (InputStream in = JsonFile.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new InvalidConfig(name, "is not in the jar");
            }
            return object(name, in.readAllBytes());
        } catch (IOException e) {
            throw new InvalidConfig(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** An object that somebody hands over as text; faults name it so. */
    static ObjectNode text(String name, String json) throws InvalidConfig {
        try {
            return object(name, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
    }

    /** Any JSON value of a variable. */
    static JsonNode value(String text) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(text);
        return node.isMissingNode() ? MAPPER.nullNode() : node;
    }

    /** Objects merge deeply; lists and scalars replace. */
    static void merge(ObjectNode below, ObjectNode above) {
        above.properties().forEach(entry -> {
            JsonNode lower = below.get(entry.getKey());
            if (lower instanceof ObjectNode under && entry.getValue() instanceof ObjectNode over) {
                merge(under, over);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static boolean resourceExists(String name) {
        return JsonFile.class.getClassLoader().getResource(name) != null;
    }

    private static ObjectNode object(String name, byte[] bytes) throws IOException, InvalidConfig {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidConfig(name, "must be a JSON object");
        } catch (JsonProcessingException e) {
            throw new InvalidConfig(name, "must be JSON, was invalid" + where(e));
        }
    }

    /**
     * The parser's own message would repeat the text, and with it perhaps a secret; the name of a repeated key is none.
     */
    static String where(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return e.getOriginalMessage().startsWith("Duplicate field") ? place + " (duplicate key)" : place;
    }
}
