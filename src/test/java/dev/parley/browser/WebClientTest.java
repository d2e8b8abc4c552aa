package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The web client's own unit tests, run by Node. */
class WebClientTest {
    @Test
    void itsUnitTestsPass() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Program.find("nodejs", "node", "nodejs").toString(), "--test"));
        try (Stream<Path> files = Files.list(Path.of("src", "test", "web"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        assertFalse(command.size() == 2, "there are tests in src/test/web");
        Program tests = Program.start(Path.of("."), command);
        int status = tests.end();
        assertEquals(0, status, tests::said);
    }
}
