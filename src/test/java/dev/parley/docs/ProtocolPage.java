package dev.parley.docs;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** {@code src/docs/protocol.md}, as its test reads it. */
final class ProtocolPage {
    private static final String ANY = "…";
    private static final List<String> TIMES = List.of("ts", "expiresAt");

    private final List<String> lines;

    ProtocolPage() {
        try {
            lines = Files.readAllLines(Path.of("src/docs/protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines in the fenced blocks of this name. */
    List<String> block(String name) {
        List<String> found = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                inside = line.equals("```" + name);
            } else if (inside) {
                found.add(line);
            }
        }
        return found;
    }

    /** Goes through the samples in order. */
    void frames(Consumer<JsonObject> sent, Consumer<JsonObject> got) {
        for (String line : block("frames")) {
            JsonObject frame = new JsonObject(line.substring(1));
            switch (line.charAt(0)) {
                case '→' -> sent.accept(frame);
                case '←' -> got.accept(frame);
                default -> throw new AssertionError("neither → nor ←: " + line);
            }
        }
    }

    /** The cells of the table rows whose first cell is like this. */
    List<List<String>> rows(Predicate<String> first) {
        return lines.stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" *\\| ?", -1)))
                .filter(cells -> first.test(cells.get(0)))
                .toList();
    }

    /** Whether an answer is like its sample: the same keys, the same types, the same values but for what may differ. */
    static boolean isLike(JsonObject sample, JsonObject answer) {
        return isLike("", sample.getMap(), answer.getMap());
    }

    private static boolean isLike(String key, Object sample, Object answer) {
        if (sample instanceof JsonObject object) {
            return isLike(key, object.getMap(), answer);
        }
        if (answer instanceof JsonObject object) {
            return isLike(key, sample, object.getMap());
        }
        if (sample instanceof Map<?, ?> expected) {
            return answer instanceof Map<?, ?> map
                    && map.keySet().equals(expected.keySet())
                    && expected.entrySet().stream()
                            .allMatch(e -> isLike((String) e.getKey(), e.getValue(), map.get(e.getKey())));
        }
        if (sample instanceof List<?> expected) {
            return answer instanceof List<?> list
                    && list.size() == expected.size()
                    && IntStream.range(0, list.size()).allMatch(i -> isLike(key, expected.get(i), list.get(i)));
        }
        if (TIMES.contains(key)) {
            return answer instanceof Number;
        }
        return ANY.equals(sample)
                ? answer instanceof String
                : String.valueOf(sample).equals(String.valueOf(answer));
    }
}
