package dev.parley.browser;

import dev.parley.testing.Program;
import java.nio.file.Path;

/** The programs of the browser tests. */
final class Binaries {
    private static final String PACKAGES = "chromium chromium-driver";

    private Binaries() {}

    static Path browser() {
        return Program.find(PACKAGES, "chromium", "chromium-browser", "google-chrome");
    }

    static Path driver() {
        return Program.find(PACKAGES, "chromedriver");
    }
}
