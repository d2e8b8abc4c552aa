package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of this house that no compiler knows: one name for one class, and prose that fits a page. */
class HouseRulesTest {
    private static final int COLUMNS = 120;
    private static final Path MAIN = Path.of("src/main");
    private static final List<Path> PROSE = List.of(
            MAIN,
            Path.of("src/bench"),
            Path.of("src/examples"),
            Path.of("README.md"),
            Path.of("src/docs"),
            Path.of(".github"));

    /** Migrations that are there do not change, not even their comments. */
    private static final Path UNCHANGEABLE = Path.of("src/main/resources/migrations");

    @Test
    void noSimpleClassNameIsGivenTwice() throws IOException {
        Map<String, List<Path>> byName = new HashMap<>();
        for (Path file : files(MAIN)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".java") && !name.equals("package-info.java")) {
                byName.computeIfAbsent(name, first -> new ArrayList<>()).add(file);
            }
        }
        assertTrue(byName.size() > 100, "the sources are not there");
        List<List<Path>> twice =
                byName.values().stream().filter(all -> all.size() > 1).toList();
        assertEquals(List.of(), twice);
    }

    @Test
    void noLineOfProseIsWiderThanAPage() throws IOException {
        List<String> wide = new ArrayList<>();
        for (Path root : PROSE) {
            for (Path file : files(root)) {
                if (!file.startsWith(UNCHANGEABLE)) {
                    wide.addAll(tooWide(file));
                }
            }
        }
        assertEquals(List.of(), wide);
    }

    @Test
    void proseIsToldFromCodeAndTables() {
        String wide = "x".repeat(COLUMNS + 1);
        assertEquals(
                List.of(1, 2, 3, 5),
                wideLines(
                        "A.java",
                        List.of(
                                "/** " + wide + " */",
                                " * " + wide,
                                "    // " + wide,
                                "String s = \"" + wide + "\";",
                                "int i; // " + wide)));
        assertEquals(
                List.of(1, 6), wideLines("a.md", List.of(wide, "| " + wide + " |", "```", wide, "```", "- " + wide)));
        assertEquals(List.of(1), wideLines("a.sql", List.of("-- " + wide, "select '" + wide + "'")));
        assertEquals(List.of(), wideLines("a.svg", List.of(wide)));
        assertEquals(List.of(), wideLines("A.java", List.of("// " + "\u00e4".repeat(COLUMNS - 3))));
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> tooWide(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.matches(".*\\.(java|js|css|html|sql|md|yml|sh)")) {
            return List.of();
        }
        List<Integer> lines = wideLines(name, Files.readAllLines(file));
        return lines.stream().map(line -> file + ":" + line).toList();
    }

    /** The numbers, from 1, of the lines of prose that are too wide. */
    private static List<Integer> wideLines(String name, List<String> lines) {
        List<Integer> wide = new ArrayList<>();
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean fence = name.endsWith(".md") && line.strip().startsWith("```");
            code ^= fence;
            if (!fence && !code && line.codePointCount(0, line.length()) > COLUMNS && isProse(name, line)) {
                wide.add(i + 1);
            }
        }
        return wide;
    }

    private static boolean isProse(String name, String line) {
        String text = line.strip();
        if (name.endsWith(".md")) {
            return !text.startsWith("|");
        }
        if (name.endsWith(".sql")) {
            return text.startsWith("--");
        }
        if (name.endsWith(".yml") || name.endsWith(".sh")) {
            return text.startsWith("#");
        }
        boolean comment = text.startsWith("*") || text.startsWith("/*") || text.startsWith("//");
        boolean behindCode = name.matches(".*\\.(java|js)") && text.matches("[^\"'`]*[^:\"'`]// .*");
        return comment || behindCode;
    }
}
