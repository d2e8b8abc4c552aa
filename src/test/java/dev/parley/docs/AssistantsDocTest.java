package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ChatConfig;
import dev.parley.config.PageConfig;
import dev.parley.config.ToolsConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code src/docs/assistants.md} names every key of {@code ai}, and every way to overlap. */
class AssistantsDocTest {
    private final String page = Files.readString(Path.of("src/docs/assistants.md"));

    AssistantsDocTest() throws IOException {}

    @Test
    void everyKeyIsThere() {
        keys("`ai.", AiConfig.class);
        keys("`ai.tools.", ToolsConfig.class);
        keys("`", PageConfig.class);
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
