package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.ClusterConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/docs/cluster.md} names every key of the cluster, and the defaults in its tables are those of the jar. */
class ClusterDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)\\.(\\w+)` \\| (\\w+) \\| .*");
    private static final int ROWS = 11;

    private final String page = Files.readString(Path.of("src/docs/cluster.md"));
    private final JsonObject defaults = new JsonObject(Files.readString(Path.of("conf/default.json")));

    ClusterDocTest() throws IOException {}

    @Test
    void everyKeyIsThere() {
        for (RecordComponent key : ClusterConfig.class.getRecordComponents()) {
            assertTrue(page.contains("`cluster." + key.getName() + "`"), key.getName());
        }
    }

    @Test
    void theDefaultsAreTrue() {
        int rows = 0;
        for (Matcher row = ROW.matcher(page); row.find(); rows++) {
            assertEquals(defaults.getJsonObject(row.group(1)).getString(row.group(2)), row.group(3), row.group());
        }
        assertEquals(ROWS, rows);
    }
}
