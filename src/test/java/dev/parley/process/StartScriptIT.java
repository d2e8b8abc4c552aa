package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ParleyProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/parley}: it makes its class archive once, and starts whatever has become of it. */
class StartScriptIT {
    private static final Path SCRIPT = Path.of("docker/parley").toAbsolutePath();

    @TempDir
    Path temporary;

    private Path folder;
    private Path script;

    /** As an installation has it: the jar beside the script, in a folder whose name is no word. */
    @BeforeEach
    void install() throws IOException {
        install("a node's folder");
    }

    private void install(String name) throws IOException {
        folder = Files.createDirectory(temporary.resolve(name));
        script = Files.copy(SCRIPT, folder.resolve("parley"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of(ParleyProcess.jar()), folder.resolve("parley.jar"));
    }

    private ParleyProcess start(String options, String... arguments) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_HTTP_PORT",
                "0",
                "PARLEY_DRAIN_WINDOW",
                "100ms",
                "PARLEY_JAVA_OPTS",
                options,
                "JAVA_HOME",
                Path.of(ParleyProcess.java()).getParent().getParent().toString()));
        return ParleyProcess.run(script.toString(), folder, environment, arguments);
    }

    /** Starts a node, stops it, and returns what it said on the error stream. */
    private List<String> startAndStop(String options) {
        try (ParleyProcess node = start(options)) {
            assertEquals(200, node.http(null).get("/health/ready").statusCode());
            int status = node.terminate().exit();
            assertTrue(List.of(0, 143).contains(status), "exit status " + status);
            assertEquals(1, node.out().size(), () -> node.out().toString());
            return node.complaints();
        }
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    @Test
    void theSecondStartLoadsFromTheArchive() throws IOException {
        install("node"); // of a jar whose path has a blank, Java archives its own classes alone
        List<String> said = startAndStop("");
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith("parley: recording once"), said::toString);
        Path archive = archives().get(0);
        Object made = Files.readAttributes(archive, "unix:ino").get("ino");

        Path loaded = folder.resolve("loaded.txt");
        List<String> again = startAndStop("-Xlog:class+load:file=loaded.txt");
        assertEquals(List.of(), again);
        assertEquals(List.of(archive), archives());
        assertEquals(made, Files.readAttributes(archive, "unix:ino").get("ino"), "made once");
        try (Stream<String> classes = Files.lines(loaded)) {
            assertTrue(classes.anyMatch(line -> line.contains("dev.parley.Node ") && line.contains("shared objects")));
        }
    }

    @Test
    void aBrokenArchiveIsDoneWithout() throws IOException {
        startAndStop("");
        Path archive = archives().get(0);
        var time = Files.getLastModifiedTime(archive);
        Files.write(archive, new byte[4096], StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(archive, time);
        startAndStop("");
        Files.write(archive, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(archive, time);
        startAndStop("");
    }

    @Test
    void anotherJarGetsAnotherArchive() throws IOException {
        startAndStop("");
        Path jar = folder.resolve("parley.jar");
        Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L));
        List<String> said = startAndStop("");
        assertEquals(1, said.size(), said::toString);
        assertEquals(1, archives().size());
        assertEquals(
                Files.getLastModifiedTime(jar),
                Files.getLastModifiedTime(archives().get(0)));
    }

    @Test
    void whereNothingCanBeKeptItStartsAsWell() throws IOException {
        Files.writeString(folder.resolve("no-folder"), "");
        Map<String, String> environment = Map.of(
                "PARLEY_HTTP_PORT",
                "0",
                "PARLEY_ARCHIVE",
                "no-folder",
                "JAVA_HOME",
                Path.of(ParleyProcess.java()).getParent().getParent().toString());
        try (ParleyProcess node = ParleyProcess.run(script.toString(), folder, environment)) {
            assertEquals(200, node.http(null).get("/health/ready").statusCode());
        }
    }

    @Test
    void commandsAnswerAlone() {
        try (ParleyProcess token = start("", "token", "--user", "ada l")) {
            assertEquals(0, token.exit());
            assertEquals(1, token.out().size(), () -> token.out().toString());
        }
        try (ParleyProcess wrong = start("", "--nope")) {
            assertEquals(2, wrong.exit());
        }
    }
}
