package dev.parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The versions of Parley, Vert.x and Java that run here. Stateless. */
public final class Version {
    private Version() {}

    /**
     * Parley's version from the jar's manifest; {@code development} for a start from compiled classes, which have none.
     */
    public static String parley() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** Vert.x's version. */
    public static String vertx() {
        try (InputStream in = Version.class.getClassLoader().getResourceAsStream("META-INF/vertx/vertx-version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, on one line. */
    static String line() {
        return "Parley " + parley() + " (Vert.x " + vertx() + ", Java " + Runtime.version() + ")";
    }
}
