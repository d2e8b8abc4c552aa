package dev.parley;

import dev.parley.config.InvalidConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks the folder for temporary files, {@code java.io.tmpdir}, before anything starts: libraries unpack native code
 * there while a node starts, and fail late and at length when they cannot. Stateless.
 */
final class TemporaryFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFolder() {}

    /** Throws, naming the folder and how to choose another one, when no file can be made there. */
    static void check() throws InvalidConfig {
        Path folder = Path.of(System.getProperty(PROPERTY)).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "parley", ".tmp");
            try {
                Files.write(file, new byte[1]); // a full disk makes empty files
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new InvalidConfig(
                    PROPERTY,
                    "no file can be made in the folder for temporary files, " + folder + " (" + reason(e)
                            + "): make it writable, or choose another one with -D" + PROPERTY + "=<folder>");
        }
    }

    private static String reason(IOException e) {
        String why = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return why == null ? e.getClass().getSimpleName() : why;
    }
}
