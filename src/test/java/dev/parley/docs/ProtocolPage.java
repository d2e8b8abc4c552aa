package dev.parley.docs;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** {@code src/docs/protocol.md}, as its test reads it. */
final class ProtocolPage {
    private static final Pattern HEADING = Pattern.compile("^#{2,3} (\\d+(?:\\.\\d+)?)\\.? ");
    private static final Pattern POINT = Pattern.compile("^(\\d+)\\. ");
    private static final String ANY = "…";
    private static final List<String> TIMES = List.of("ts", "expiresAt", "editedAt");

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

    /** The numbers of all sections, and of the points in their numbered lists: "3", "3.4", "7.3". */
    Set<String> sections() {
        Set<String> found = new HashSet<>();
        String section = "";
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher point = POINT.matcher(line);
            if (heading.find()) {
                section = heading.group(1);
                found.add(section);
            } else if (point.find()) {
                found.add(section + "." + point.group(1));
            }
        }
        return found;
    }

    /** The lines of a section, up to the next numbered heading or the next main one. */
    private List<String> section(String number) {
        List<String> found = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            if (heading.find()) {
                inside = heading.group(1).equals(number);
            } else if (line.startsWith("## ")) {
                inside = false;
            }
            if (inside) {
                found.add(line);
            }
        }
        return found;
    }

    /** The cells of a section's table rows whose first cell is like this. */
    List<List<String>> rows(String section, Predicate<String> first) {
        return section(section).stream()
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
