package dev.parley.store.sqlite;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.StoreConfig;
import dev.parley.model.Event;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own appends and says what was answered; it is killed in the middle, and all it said is there. */
@ExtendWith(VertxExtension.class)
class KilledProcessTest {
    private static final int ANSWERS = 2_000;
    private static final int IN_FLIGHT = 200;

    @TempDir
    Path folder;

    @Test
    void whatAKilledProcessWasAnsweredIsThere(Vertx vertx) throws Exception {
        Path file = folder.resolve("parley.db");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Appender.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("stored ")) { // the rest is logging
                    long seq = Long.parseLong(line.substring("stored ".length()));
                    assertEquals(++last, seq, "answered in order");
                }
                if (last == ANSWERS) {
                    assertTrue(process.toHandle().destroyForcibly()); // the handle's leaves the pipe open to be read on
                }
            }
        }
        assertTrue(process.waitFor() != 0, "it was killed, not done");
        assertTrue(last >= ANSWERS, "it said " + last);
        Store store = await(SqliteStore.open(vertx, config(file), StoreObserver.NONE));
        List<Event> events = await(store.history().eventsAfter("r", 0, Integer.MAX_VALUE));
        assertTrue(events.size() >= last, events.size() + " of " + last);
        for (int n = 0; n < events.size(); n++) {
            assertEquals(n + 1, events.get(n).seq());
            assertEquals("m" + (n + 1), events.get(n).id());
        }
        assertEquals(events.size(), await(store.log().claim("r", "next")).seq());
        await(store.close());
    }

    static StoreConfig config(Path file) {
        return TestStore.config("sqlite:" + file, "journal", 16L << 10, "readers", 1);
    }

    /** The process that is killed. */
    static final class Appender {
        private final Store store;
        private int next = 1;

        private Appender(Store store) {
            this.store = store;
        }

        public static void main(String[] args) {
            Vertx vertx = Vertx.vertx();
            Store store = await(SqliteStore.open(vertx, config(Path.of(args[0])), StoreObserver.NONE));
            await(store.log().claim("r", "killed"));
            Appender appender = new Appender(store);
            vertx.runOnContext(ignored -> {
                for (int n = 0; n < IN_FLIGHT; n++) {
                    appender.appendNext();
                }
            });
        }

        private void appendNext() {
            int mine = next++;
            store.log().commit(said("r", 1, "m" + mine)).onSuccess(answer -> {
                System.out.println("stored " + mine);
                appendNext();
            });
        }
    }
}
