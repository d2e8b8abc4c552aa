package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** The tests' own server survives what tests do to it. */
class PostgresProcessTest {
    @Test
    void whatWasCommittedOutlivesAKillAndAStop() {
        try (PostgresProcess server = PostgresProcess.start()) {
            String url = server.newDatabase();
            assertEquals("on", server.ask("show fsync"));
            server.askIn(url, "create table t as select 7 as n");
            server.kill();
            server.startAgain();
            assertEquals("7", server.askIn(url, "select n from t"));
            server.stop();
            server.startAgain();
            server.freeze();
            server.thaw();
            assertEquals("7", server.askIn(url, "select n from t"));
        }
    }

    @Test
    void oneServerIsShared() {
        assertSame(TestPostgres.shared(), TestPostgres.shared());
    }
}
