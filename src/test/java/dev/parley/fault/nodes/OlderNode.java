package dev.parley.fault.nodes;

import dev.parley.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jar of the build that this one is upgraded from, as {@code .ci/older-node} names it, builds it and keeps it. */
public final class OlderNode {
    private static final long BUILD_SECONDS = 900;

    private OlderNode() {}

    /** Builds it when it is not kept yet. A missing one is a failure, not a reason to skip. */
    public static String jar() {
        Program script = Program.start(Path.of("."), List.of(".ci/older-node"));
        if (script.end(BUILD_SECONDS) != 0) {
            throw new AssertionError("no older node: " + script.said());
        }
        Path jar = Path.of(script.output().strip());
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(".ci/older-node named " + jar + ", which is no file");
        }
        return jar.toAbsolutePath().toString();
    }
}
