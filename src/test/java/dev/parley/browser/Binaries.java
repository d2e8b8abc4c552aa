package dev.parley.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs on the PATH. A missing browser is a failure, not a reason to skip. */
final class Binaries {
    private Binaries() {}

    static Path browser() {
        return find("chromium", "chromium-browser", "google-chrome");
    }

    static Path driver() {
        return find("chromedriver");
    }

    private static Path find(String... names) {
        String[] folders = System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1);
        return Stream.of(names)
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The browser tests need one of " + Arrays.toString(names)
                        + " on the PATH. On Debian: apt-get install chromium chromium-driver"));
    }
}
