package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guarantees 1, 2, 3 and 5 while a node dies under load, or is told to stop. */
class KilledNodeIT {
    private static final int USERS = 12;
    private static final int MESSAGES = 150;

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostNorRepeatedByKill() {
        killed(5);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostNorRepeatedByTwentyKills() {
        killed(20);
    }

    private void killed(int times) {
        try (Crowd crowd = new Crowd(folder, USERS)) {
            for (int i = 0; i < times; i++) {
                crowd.talk(MESSAGES + 37 * i);
                crowd.node().kill();
                crowd.restart();
            }
            crowd.talk(MESSAGES);
            crowd.check();
        }
    }

    @Test
    void aTermDrainsAndEverybodyComesBack() {
        try (Crowd crowd = new Crowd(folder, USERS)) {
            crowd.talk(MESSAGES);
            int status = crowd.node().terminate().exit();
            assertTrue(List.of(0, 143).contains(status), "exit status " + status);
            crowd.clients()
                    .forEach(client -> assertEquals(
                            List.of(1012), client.closes().stream().limit(1).toList()));
            crowd.restart();
            crowd.talk(MESSAGES);
            crowd.check();
        }
    }
}
