package dev.parley.testing;

import dev.parley.config.AssistantConfig;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.Section;
import dev.parley.config.reading.ConfigReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The configurations of tests: {@code conf/default.json}, over it {@code conf/test.json}, over both what a test
 * overrides. They go through the real reader, so a test cannot run with a configuration that a node would refuse.
 */
public final class TestConfig {
    /** The secret that signs the tokens of tests; long enough for HS256. */
    public static final String SECRET = "a secret of the tests, long enough for HS256";

    private static final Path TEST = Path.of("conf/test.json");

    private TestConfig() {}

    /** The configuration of tests as it is. */
    public static Config standard() {
        return with(new JsonObject());
    }

    /** The configuration of tests with these overrides, which are JSON: {@code {"limits": {"frame": 1024}}}. */
    public static Config with(String overrides) {
        return with(new JsonObject(overrides));
    }

    /** The same with overrides that are built. Objects merge deeply; lists and scalars replace. */
    public static Config with(JsonObject overrides) {
        try {
            JsonObject json = new JsonObject(Files.readString(TEST)).mergeIn(overrides, true);
            Path folder = Files.createDirectories(Path.of("target", "test-data"));
            Path file = Files.createTempFile(folder, "config", ".json");
            try {
                return read(Files.writeString(file, json.encode()), Map.of());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The configuration of tests with these {@code PARLEY_*} variables.
     *
     * @throws CompletionException when the reader refuses it; its cause is the {@link InvalidConfig}
     */
    public static Config with(Map<String, String> environment) {
        return read(TEST, environment);
    }

    /** The same for a node with capabilities, whose sections are these. */
    public static Config with(Map<String, String> environment, List<Section<?>> sections) {
        return read(TEST, environment, sections);
    }

    /**
     * An assistant with these keys; otherwise it is called {@code assistant}, is built in and answers without a pause.
     */
    public static AssistantConfig assistant(JsonObject keys) {
        JsonObject entry = new JsonObject()
                .put("name", "assistant")
                .put("provider", "builtin")
                .put("pace", "0ms")
                .mergeIn(keys, true);
        return with(new JsonObject().put("assistants", new JsonArray().add(entry)))
                .assistants()
                .get(0);
    }

    /** A duration as it stands in JSON. */
    public static String text(Duration duration) {
        return duration.toMillis() + "ms";
    }

    /**
     * The same record with other values for some of its components: {@code changed(config, "steps", 2, "perStep", 1)}.
     */
    @SuppressWarnings("unchecked") // a record's constructor makes a record of its own type
    public static <R extends Record> R changed(R record, Object... namesAndValues) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor().invoke(record);
            }
            for (int i = 0; i < namesAndValues.length; i += 2) {
                values[index(components, namesAndValues[i])] = namesAndValues[i + 1];
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int index(RecordComponent[] components, Object name) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no component " + name);
    }

    private static Config read(Path file, Map<String, String> environment) {
        return read(file, environment, List.of());
    }

    private static Config read(Path file, Map<String, String> environment, List<Section<?>> sections) {
        Map<String, String> all = new HashMap<>(Map.of("PARLEY_AUTH_SECRET", SECRET));
        all.putAll(environment);
        try {
            return ConfigReader.read(Optional.of(file), all, sections).config();
        } catch (InvalidConfig e) {
            throw new CompletionException(e);
        }
    }
}
