package dev.parley.store.sqlite;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.store.Committed;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the file open; whatever this one calls the file, it does not get it. */
@ExtendWith(VertxExtension.class)
class OneProcessTest {
    @TempDir
    Path folder;

    private Path file;
    private Process holder;
    private BufferedReader said;
    private BufferedWriter told;

    @BeforeEach
    void hold() throws IOException {
        file = folder.resolve("parley.db");
        holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = holder.inputReader(StandardCharsets.UTF_8);
        told = holder.outputWriter(StandardCharsets.UTF_8);
        hear("open");
    }

    @AfterEach
    void letGo() throws Exception {
        holder.destroyForcibly().waitFor();
    }

    @Test
    void everyNameOfTheFileIsRefusedAndItsOwnerLosesNothing(Vertx vertx) throws Exception {
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), folder);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path symbolic = Files.createSymbolicLink(elsewhere.resolve("symbolic.db"), file);
        for (Path name : List.of(
                file,
                symbolic,
                Files.createSymbolicLink(folder.resolve("twice.db"), Path.of("elsewhere/symbolic.db")),
                Files.createLink(folder.resolve("hard.db"), file),
                linkedFolder.resolve("parley.db"),
                folder.resolve("elsewhere/../parley.db"),
                Path.of("").toAbsolutePath().relativize(file))) {
            assertRefused(vertx, name);
            tell("append");
            hear("stored");
        }
        tell("close");
        hear("closed");
        Store store = await(SqliteStore.open(vertx, KilledProcessTest.config(symbolic), StoreObserver.NONE));
        assertEquals(7, await(store.log().claim("r", "next")).seq());
        await(store.close());
    }

    @Test
    void aWriterThatCameBackHoldsItStill(Vertx vertx) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            tell("append");
            hear("failed");
            assertRefused(vertx, file); // SQLite's connection is closed, our hold is not
            statement.execute("ROLLBACK");
        }
        tell("healthy");
        hear("healthy");
        tell("append");
        hear("stored");
        assertRefused(vertx, file);
    }

    private static void assertRefused(Vertx vertx, Path name) {
        Throwable refused = failure(SqliteStore.open(vertx, KilledProcessTest.config(name), StoreObserver.NONE));
        assertTrue(
                refused.getMessage().startsWith("config store.url: " + name + " is in use by another process"),
                refused::getMessage);
    }

    private void tell(String word) throws IOException {
        told.write(word + "\n");
        told.flush();
    }

    private void hear(String word) throws IOException {
        String line = said.readLine();
        while (line != null && !line.startsWith("holder: ")) { // the rest is logging
            line = said.readLine();
        }
        assertEquals("holder: " + word, line);
    }

    /** The process that has the file. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            Vertx vertx = Vertx.vertx();
            Store store =
                    await(SqliteStore.open(vertx, KilledProcessTest.config(Path.of(args[0])), StoreObserver.NONE));
            await(store.log().claim("r", "holder"));
            say("open");
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                int n = 0;
                for (String word = in.readLine(); word != null; word = in.readLine()) {
                    switch (word) {
                        case "append" ->
                            say(await(store.log()
                                    .commit(said("r", 1, "m" + n++))
                                    .map(appended -> appended instanceof Committed.Stored ? "stored" : "" + appended)
                                    .otherwise("failed")));
                        case "healthy" -> {
                            while (!store.health().up()) {
                                Thread.onSpinWait();
                            }
                            say("healthy");
                        }
                        default -> {
                            await(store.close());
                            say("closed");
                        }
                    }
                }
            }
        }

        private static void say(String word) {
            System.out.println("holder: " + word);
        }
    }
}
