package dev.parley.ai.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.parley.testing.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The npm package {@code @copilotkit/aimock}: all providers as somebody else understands them. */
final class Aimock implements AutoCloseable {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "aimock");

    private final Process process;
    private final String url;

    private Aimock(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static Aimock start() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "aimock.mjs")) {
            Files.copy(
                    Path.of("src", "test", "npm", "aimock", file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        String npm = Program.find(PACKAGES, "npm").toString();
        Program install = Program.start(FOLDER, List.of(npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"));
        assertEquals(0, install.end(), install::said);
        Path errors = Files.createTempFile(FOLDER, "err", ".txt");
        Process process = new ProcessBuilder(
                        Program.find(PACKAGES, "node", "nodejs").toString(), "aimock.mjs")
                .directory(FOLDER.toFile())
                .redirectError(errors.toFile())
                .start();
        String url = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        assertNotNull(url, () -> "it did not start, see " + errors);
        return new Aimock(process, url);
    }

    /** Without a path. */
    String url() {
        return url;
    }

    /** It ends with its standard input. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
