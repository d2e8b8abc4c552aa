package dev.parley.config.reading;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds which files this program ships in a folder of its jar, or of its classes. Blocks. Stateless. */
final class ShippedFiles {
    private ShippedFiles() {}

    /** The names of the files, with the folder's, sorted; empty when they cannot be listed. */
    static List<String> names(String folder) {
        URL found = ShippedFiles.class.getClassLoader().getResource(folder);
        if (found == null) {
            return List.of();
        }
        try {
            List<String> names = "jar".equals(found.getProtocol()) ? inJar(found, folder) : inFolder(found, folder);
            return names.stream().sorted().toList();
        } catch (IOException | URISyntaxException e) {
            return List.of();
        }
    }

    private static List<String> inJar(URL found, String folder) throws IOException {
        return ((JarURLConnection) found.openConnection())
                .getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(folder + "/") && !name.endsWith("/"))
                        .toList();
    }

    private static List<String> inFolder(URL found, String folder) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            return files.map(file -> folder + "/" + file.getFileName()).toList();
        }
    }
}
