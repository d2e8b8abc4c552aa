package dev.parley.store;

import static dev.parley.store.Appends.said;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.InvalidConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Database.Statement;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a capability's tables must do in every store. */
@ExtendWith(VertxExtension.class)
public abstract class CapabilityTablesContract {
    private static final int QUEUE = 20;

    /** Runs on both stores. */
    private static final String NOTES =
            """
            -- What was noted; not more.
            CREATE TABLE notes (room text NOT NULL, seq bigint NOT NULL, text text, PRIMARY KEY (room, seq));
            CREATE INDEX notes_by_text ON notes (text);
            """;

    private static final String AUTHORS = "ALTER TABLE notes ADD COLUMN author text";
    private static final String INSERT = "INSERT INTO notes (room, seq, text) VALUES (?, ?, ?)";
    private static final String ALL = "SELECT room, seq, text FROM notes ORDER BY room, seq";

    protected Vertx vertx;
    protected Store store;

    /** Opens the store of this test; called again it finds what was there. */
    protected abstract Future<? extends Store> open(int capabilityQueue);

    /** A query that takes longer than a write may, or than the store waits. */
    protected abstract Statement slowWrite();

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        store = await(open(QUEUE));
    }

    @AfterEach
    void closeStore() {
        await(store.close());
    }

    @Test
    void scriptsRunOnceInTheirOrder() {
        await(store.migrate("notes", List.of()));
        await(store.migrate("notes", List.of(NOTES)));
        await(store.migrate("notes", List.of(NOTES)));
        await(store.migrate("notes", List.of(NOTES, AUTHORS)));
        await(store.close());
        store = await(open(QUEUE));
        await(store.migrate("notes", List.of(NOTES, AUTHORS)));
        await(store.migrate("others", List.of("CREATE TABLE others (room text)")));
        assertEquals(List.of(), query("SELECT author FROM notes"));
        assertEquals(
                List.of(List.of("notes", 2L), List.of("others", 1L)),
                query("SELECT name, version FROM capabilities ORDER BY name"));
    }

    @Test
    void tablesThatANewerNodeMadeAreLeftAsTheyAre() {
        await(store.migrate("notes", List.of(NOTES, AUTHORS)));
        await(store.migrate("notes", List.of(NOTES)));
        assertEquals(List.of(List.of(2L)), query("SELECT version FROM capabilities"));
        assertEquals(List.of(), query("SELECT author FROM notes"));
    }

    @Test
    void aScriptThatFailsDoesNothingAndNamesItsCapability() {
        String wrong = "CREATE TABLE more (room text); INSERT INTO nowhere VALUES (1)";
        Throwable failure = failure(store.migrate("notes", List.of(NOTES, wrong)));
        String text = assertInstanceOf(InvalidConfig.class, failure).getMessage();
        assertTrue(text.startsWith("config store.url: "), text);
        assertTrue(text.contains("cannot take the tables of notes: ") && text.contains("nowhere"), text);
        assertEquals(1, text.lines().count(), text);
        assertFalse(text.contains("Failed"), text);
        assertEquals(List.of(List.of(1L)), query("SELECT version FROM capabilities"), "the first is done");
        assertEquals(Code.INTERNAL, code(store.database().query("SELECT * FROM more")), "nothing of the second is");
        await(store.migrate("notes", List.of(NOTES, AUTHORS)));
        assertTrue(store.health().up());
    }

    @Test
    void whatWasWrittenIsRead() {
        await(store.migrate("notes", List.of(NOTES)));
        Database database = store.database();
        assertEquals(
                List.of(1, 1),
                update(Statement.of(INSERT, "r", 1L, "it's ? ☂"), Statement.of(INSERT, "r", Long.MAX_VALUE, null)));
        assertEquals(
                List.of(List.of("r", 1L, "it's ? ☂"), Arrays.asList("r", Long.MAX_VALUE, null)),
                await(database.query(ALL)));
        assertEquals(List.of(2), update(Statement.of("UPDATE notes SET text = ? WHERE room = ?", "new", "r")));
        assertEquals(
                List.of(List.of(2L, "?'", 2L)),
                await(database.query(
                        """
                        SELECT count(*), '?''', sum(1) /* ? */ FROM notes -- really?
                        WHERE text = ? AND room = ?""",
                        "new",
                        "r")));
        assertEquals(List.of(0), update(Statement.of("DELETE FROM notes WHERE seq = ?", 2L)));
        assertEquals(List.of(), update());
    }

    @Test
    void aTransactionIsDoneAsAWholeOrNotAtAll() {
        await(store.migrate("notes", List.of(NOTES)));
        Future<List<Integer>> before = store.database().update(List.of(Statement.of(INSERT, "a", 1L, "before")));
        Future<List<Integer>> bad = store.database()
                .update(List.of(Statement.of(INSERT, "b", 1L, "bad"), Statement.of(INSERT, "a", 1L, "again")));
        Future<List<Integer>> after = store.database().update(List.of(Statement.of(INSERT, "c", 1L, "after")));
        assertEquals(List.of(1), await(before));
        Refusal refusal = assertInstanceOf(Refusal.class, failure(bad));
        assertEquals(Code.INTERNAL, refusal.code());
        assertTrue(refusal.text().matches(".*(SQLITE_CONSTRAINT_PRIMARYKEY|SQLSTATE 23505)"), refusal.text());
        assertEquals(List.of(1), await(after));
        assertEquals(List.of(List.of("a", 1L, "before"), List.of("c", 1L, "after")), query(ALL));
        assertTrue(store.health().up());
    }

    @Test
    void aStatementThatIsWrongFailsAloneAndSaysWhy() {
        await(store.migrate("notes", List.of(NOTES)));
        Database database = store.database();
        for (Future<?> wrong : List.<Future<?>>of(
                database.query("SELECT nothing FROM notes"),
                database.query("SELECT * FROM nowhere WHERE a = ?", "a"),
                database.query(ALL, "one too many"),
                database.query(ALL + " LIMIT ?"),
                database.query("DELETE FROM notes"),
                database.query("SELECT room FROM notes WHERE seq = ?", 1),
                database.update(List.of(Statement.of("COMMIT"))),
                database.update(List.of(Statement.of(INSERT, "r", 1L))),
                database.update(List.of(Statement.of(INSERT, null, 1L, "r"))),
                database.update(List.of(Statement.of(INSERT, "r", "no number", "r"), Statement.of("INSERT INTO no"))),
                database.update(List.of(Statement.of("INSERT INTO nowhere VALUES (?)", 1L))))) {
            Refusal refusal = assertInstanceOf(Refusal.class, failure(wrong));
            assertEquals(Code.INTERNAL, refusal.code(), refusal.text());
            assertTrue(refusal.text().contains("a capability"), refusal.text());
            assertTrue(store.health().up());
        }
        assertEquals(
                Code.TOO_LARGE,
                code(database.update(
                        Collections.nCopies(CheckedStatement.STATEMENTS_MAX + 1, Statement.of(INSERT, "r", 1L, "")))));
        assertEquals(List.of(), query(ALL));
        assertEquals(1, await(store.log().claim("r", "a")).epoch());
    }

    @Test
    void aResultOverTheLimitIsRefused() {
        await(store.migrate("notes", List.of(NOTES)));
        String many = "INSERT INTO notes (room, seq, text) WITH RECURSIVE n (i) AS "
                + "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT 'r', i, '' FROM n";
        update(Statement.of(many.formatted(ResultRows.ROWS_MAX)));
        assertEquals(ResultRows.ROWS_MAX, query(ALL).size());
        update(Statement.of(INSERT, "s", 1L, ""));
        assertEquals(Code.TOO_LARGE, code(store.database().query(ALL)));
        assertEquals(
                ResultRows.ROWS_MAX,
                query(ALL + " LIMIT " + ResultRows.ROWS_MAX).size());
    }

    @Test
    void moreThanTheQueueTakesIsRefusedAndRoomsGoOn() {
        await(store.migrate("notes", List.of(NOTES)));
        long epoch = await(store.log().claim("r", "a")).epoch();
        List<Future<List<Integer>>> writes = new ArrayList<>();
        writes.add(store.database().update(List.of(slowWrite())));
        IntStream.range(0, 10 * QUEUE)
                .forEach(n -> writes.add(store.database().update(List.of(Statement.of(INSERT, "r", (long) n, "")))));
        Future<Committed> committed = store.log().commit(said("r", epoch, "m"));
        await(Future.join(writes).otherwiseEmpty());
        assertEquals(Appends.stored(1), await(committed));
        assertTrue(writes.get(0).failed());
        long refused = writes.stream().skip(1).filter(Future::failed).count();
        assertTrue(refused >= 10 * QUEUE - 2 * QUEUE, "" + refused);
        writes.stream().skip(1).filter(Future::failed).forEach(write -> assertEquals(Code.OVERLOADED, code(write)));
        assertEquals(10 * QUEUE - refused, query(ALL).size(), "what was not refused is there");
        assertTrue(store.health().up(), store.health().problem());
    }

    @Test
    void aClosedStoreIsUnavailable() {
        Database database = store.database();
        await(store.close());
        assertEquals(Code.UNAVAILABLE, code(database.query("SELECT 1")));
        assertEquals(Code.UNAVAILABLE, code(database.update(List.of(Statement.of("DELETE FROM notes")))));
    }

    @Test
    void aReplyComesOnTheCallersContext() {
        await(store.migrate("notes", List.of(NOTES)));
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> done = Promise.promise();
        context.runOnContext(v -> store.database()
                .update(List.of(Statement.of(INSERT, "r", 1L, "")))
                .compose(changed -> store.database().query(ALL))
                .onComplete(rows -> done.complete(Vertx.currentContext() == context)));
        assertTrue(await(done.future()));
    }

    protected final List<List<Object>> query(String sql) {
        return await(store.database().query(sql));
    }

    @CanIgnoreReturnValue
    protected final List<Integer> update(Statement... statements) {
        return await(store.database().update(List.of(statements)));
    }

    protected static Code code(Future<?> refused) {
        return assertInstanceOf(Refusal.class, failure(refused)).code();
    }
}
