package dev.parley.fault.nodes;

import dev.parley.testing.Program;
import java.nio.file.Path;
import java.util.List;

/** The signals that Java does not send. */
public enum Signal {
    STOP,
    CONT;

    public void send(long pid) {
        Program kill = Program.start(Path.of("."), List.of("kill", "-" + name(), String.valueOf(pid)));
        if (kill.end() != 0) {
            throw new AssertionError(kill.said());
        }
    }
}
