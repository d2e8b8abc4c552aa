package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ChatConfig;
import dev.parley.config.PageConfig;
import dev.parley.config.ToolsConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/docs/assistants.md} names every key of {@code ai} with its default, and every way to overlap. */
class AssistantsDocTest {
    /** A key and its default; those of {@code ai.tools.page} stand without their prefix. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| (\\S+) \\|");

    private final String page = Files.readString(Path.of("src/docs/assistants.md"));

    AssistantsDocTest() throws IOException {}

    @Test
    void everyKeyIsThere() {
        keys("`ai.", AiConfig.class);
        keys("`ai.tools.", ToolsConfig.class);
        keys("`", PageConfig.class);
    }

    @Test
    void everyDefaultIsTrue() throws IOException {
        JsonObject ai = new JsonObject(Files.readString(Path.of("conf/default.json"))).getJsonObject("ai");
        Map<String, Object> defaults = new TreeMap<>();
        flatten("ai.", ai, defaults);
        Map<String, Object> shown = new TreeMap<>();
        for (Matcher row = ROW.matcher(page); row.find(); ) {
            String key = row.group(1);
            shown.put(key.contains(".") ? key : "ai.tools.page." + key, row.group(2));
        }
        shown.keySet().retainAll(defaults.keySet());
        assertEquals(defaults, shown);
    }

    private static void flatten(String prefix, JsonObject tree, Map<String, Object> into) {
        for (String key : tree.fieldNames()) {
            Object value = tree.getValue(key);
            if (value instanceof JsonObject below) {
                flatten(prefix + key + ".", below, into);
            } else {
                boolean isNone = value.equals("") || value.equals(new JsonArray());
                into.put(prefix + key, isNone ? "none" : String.valueOf(value));
            }
        }
    }

    @Test
    void everyOptionOfARequestIsThere() {
        List.of("request", "headers", "query").forEach(key -> assertTrue(page.contains("| `" + key + "` |"), key));
        for (RecordComponent key : ChatConfig.class.getRecordComponents()) {
            assertTrue(page.contains("| `chat." + key.getName() + "` |"), key::getName);
        }
    }

    private void keys(String prefix, Class<? extends Record> config) {
        for (RecordComponent key : config.getRecordComponents()) {
            boolean isTable = key.getType().isRecord();
            String name = prefix + key.getName();
            assertTrue(page.contains(isTable ? name : name + "`"), name);
        }
    }

    @Test
    void everyWayToOverlapIsThere() {
        for (AssistantConfig.Overlap overlap : AssistantConfig.Overlap.values()) {
            assertTrue(page.contains("| `" + overlap.name().toLowerCase(java.util.Locale.ROOT) + "` |"), overlap::name);
        }
    }
}
