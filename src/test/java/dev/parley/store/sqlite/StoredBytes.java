package dev.parley.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands in the files of a store, whatever SQLite knows of it. */
final class StoredBytes {
    private static final int SHOWN = 5;

    private StoredBytes() {}

    /** In which files of a folder a text stands, and where; the first few. */
    static List<String> found(Path folder, String text) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (int at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
                    found.add(file.getFileName() + " at " + at);
                }
            }
            return found.size() > SHOWN ? found.subList(0, SHOWN) : found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
