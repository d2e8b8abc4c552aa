package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code operations.md} and {@code configuration.md} name every key that is theirs, with the jar's default. */
class ConfigurationDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z]+\\.[^|]*) \\|([^|]*)\\|.*");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private final JsonObject defaults = new JsonObject(Files.readString(Path.of("conf/default.json")));
    private final String operations = Files.readString(Path.of("src/docs/operations.md"));
    private final String configuration = Files.readString(Path.of("src/docs/configuration.md"));

    ConfigurationDocTest() throws IOException {}

    @Test
    void everyKeyIsThere() throws IOException {
        for (String section : List.of("http", "store", "drain", "log")) {
            named(section, operations);
        }
        named("rooms", operations + Files.readString(Path.of("src/docs/cluster.md")));
        named("auth", configuration);
    }

    private void named(String section, String page) {
        JsonObject keys = defaults.getJsonObject(section);
        for (String key : keys.fieldNames()) {
            String name = section + "." + key;
            boolean isTable = keys.getValue(key) instanceof JsonObject;
            assertTrue(page.contains(isTable ? "`" + name + "." : "`" + name + "`"), name);
        }
    }

    @Test
    void theDefaultsAreTrue() {
        assertTrue(defaultsIn(operations) > 15);
        assertTrue(defaultsIn(configuration) > 5);
    }

    /** Compares the defaults that the tables' rows give; a row without one is one of a key whose default is empty. */
    private int defaultsIn(String page) {
        int compared = 0;
        for (Matcher row = ROW.matcher(page); row.find(); ) {
            List<String> keys = codes(row.group(1));
            List<String> given = codes(row.group(2));
            assertTrue(given.isEmpty() || given.size() == keys.size(), row::group);
            for (int i = 0; i < keys.size(); i++) {
                assertEquals(given.isEmpty() ? "" : given.get(i), valueOf(keys.get(i)), row.group());
                compared++;
            }
        }
        return compared;
    }

    private static List<String> codes(String cell) {
        List<String> found = new ArrayList<>();
        for (Matcher code = CODE.matcher(cell); code.find(); ) {
            found.add(code.group(1));
        }
        return found;
    }

    private String valueOf(String path) {
        Object value = defaults.getMap();
        for (String key : path.split("\\.", -1)) {
            assertTrue(value instanceof Map<?, ?> above && above.containsKey(key), () -> "no such key: " + path);
            value = ((Map<?, ?>) value).get(key);
        }
        return value instanceof List<?> list ? new JsonArray(list).encode() : String.valueOf(value);
    }
}
