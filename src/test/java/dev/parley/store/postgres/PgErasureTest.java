package dev.parley.store.postgres;

import static dev.parley.store.Appends.ANN;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Author;
import dev.parley.model.EventType;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnStep;
import dev.parley.store.Appends;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was deleted is searched for in the bytes of the database's files. */
@ExtendWith(VertxExtension.class)
class PgErasureTest {
    private static final String MARK = "Xq7-deleted-Zk9";

    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();
    private final Random random = new Random(13);
    private Vertx vertx;
    private PostgresStore store;
    private PgConnection session;

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        store = await(PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE));
        session = await(PgConnection.connect(vertx, PgConnectOptions.fromUri(url)));
        await(store.log().claim("r", "node"));
    }

    @AfterEach
    void closeStore() {
        await(session.close());
        await(store.close());
    }

    @Test
    void aDeletedMessageIsInNoFileOfItsTables() throws IOException {
        List<Long> targets = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            boolean doomed = n % 3 == 0;
            int length = n % 10 == 0 ? 3000 + random.nextInt(6000) : random.nextInt(400);
            Committed stored = say("m" + n, text(length, doomed));
            if (doomed) {
                targets.add(((Committed.Stored) stored).first());
            }
        }
        for (long target : targets) {
            if (target % 2 == 0) {
                commit(Appends.edited(1, "e" + target, ANN, target, text(random.nextInt(5000), true)));
            }
        }
        server.askIn(url, "analyze");
        server.ask("checkpoint");
        assertNotEquals(Set.of(), filesWithMark(), "it is there before");
        targets.forEach(target -> commit(Appends.deleted(1, "d" + target, ANN, target, false)));
        erase();
        assertEquals(Set.of(), filesWithMark());
        assertEquals("0", server.askIn(url, "select count(*) from deletions where not erased"));
        assertEquals("0", server.askIn(url, "select count(*) from events where room = ''"));
    }

    @Test
    void oneShortMessageAmongOthersIsErased() throws IOException {
        for (int length : new int[] {0, 20, 60, 100, 200, 1000}) {
            say("before" + length, text(200, false));
            Committed.Stored stored = (Committed.Stored) say("m" + length, text(length, true));
            say("after" + length, text(30, false));
            commit(Appends.deleted(1, "d" + length, ANN, stored.first(), false));
            erase();
            assertEquals(Set.of(), filesWithMark(), "length " + length);
        }
    }

    @Test
    void theToolsOfATurnWhosePromptIsDeletedAreErased() throws IOException {
        for (int n = 0; n < 20; n++) {
            String turn = "t" + n;
            commit(Appends.asked("r", 1, "q" + n, Appends.turn("r", turn)));
            for (int length : new int[] {10, 500, 4000}) {
                commit(new Commit(
                        "r",
                        1,
                        4_000,
                        null,
                        List.of(),
                        List.of(new Effect.StoreProgress(Appends.turn("r", turn), 1, progress(text(length, true))))));
            }
        }
        server.ask("checkpoint");
        assertNotEquals(Set.of(), filesWithMark(), "it is there before");
        for (int n = 0; n < 20; n++) {
            commit(Appends.deleted(1, "d" + n, ANN, n + 1, false));
        }
        erase();
        assertEquals(Set.of(), filesWithMark());
    }

    @Test
    void nothingOfADeletedRoomIsInAnyFile() throws IOException {
        long now = System.currentTimeMillis();
        for (int n = 0; n < 200; n++) {
            String text = text(n % 10 == 0 ? 3000 + random.nextInt(6000) : random.nextInt(400), true);
            String body = new JsonObject().put("text", text).encode();
            Author from = new Author("ann", "Ann" + MARK, Author.Kind.USER);
            commit(new Commit(
                    "r",
                    1,
                    n % 2 == 0 ? now : 1_000, // the texts of some rows go, and the others as a whole
                    new Commit.Cause("ann", "m" + n, "digest"),
                    List.of(new Commit.NewEvent(EventType.MESSAGE, "m" + n, from, body)),
                    List.of()));
        }
        Turn turn = Appends.turn("r", "t");
        commit(Appends.asked("r", 1, "q", turn));
        commit(new Commit(
                "r",
                1,
                4_000,
                null,
                List.of(),
                List.of(new Effect.StoreProgress(turn, 1, progress(text(4000, true))))));
        commit(Appends.answered(turn, 1, "a"));
        commit(Appends.patched(1, "p", "{\"a\":1}", "{\"a\":\"" + MARK + "\"}"));
        commit(Appends.patched(1, "p2", "{\"a\":2}", "{\"a\":\"" + MARK + "2\"}"));
        server.askIn(url, "analyze");
        server.ask("checkpoint");
        assertNotEquals(Set.of(), filesWithMark(), "it is there before");
        commit(new Commit(
                "r",
                1,
                now,
                null,
                List.of(new Commit.NewEvent(EventType.ROOM, "gone", ANN, "{\"deleted\":true}")),
                List.of(new Effect.DeleteRoom())));
        while (await(store.log().erase("r"))) {}
        erase();
        assertEquals(Set.of(), filesWithMark());
        assertEquals("100", server.askIn(url, "select count(*) from events where client_id"), "ids are remembered");
        assertEquals("0", server.askIn(url, "select count(*) from retired where dirty_at is not null"));
    }

    @Test
    void digestsAreForgottenADayAfterTheDelete() {
        say("m", "text");
        commit(Appends.edited(1, "e", ANN, 1, "other"));
        say("n", "stays");
        commit(Appends.deleted(1, "d", ANN, 1, false));
        await(new ErasureChore(session, vertx).forgetDigests());
        assertEquals("4", server.askIn(url, "select count(*) from events where digest <> ''"));
        server.askIn(url, "update deletions set at = at - interval '24 hours'");
        await(new ErasureChore(session, vertx).forgetDigests());
        assertEquals("1,2", server.askIn(url, "select string_agg(seq::text, ',') from events where digest = ''"));
        assertEquals("0", server.askIn(url, "select count(*) from edits"));
        assertEquals(new Committed.Duplicate(1, 1_000, true), say("m", "anything"));
        assertEquals(
                new Committed.Duplicate(2, Appends.AMENDED_AT, true),
                commit(Appends.edited(1, "e", ANN, 1, "anything")));
        assertEquals(new Committed.Duplicate(3, 1_000, false), say("n", "anything"));
    }

    private static TurnProgress progress(String result) {
        ToolCall call = new ToolCall("c1", "now", "{}", ToolCall.State.DONE, result, 4, 0);
        return new TurnProgress(
                TurnProgress.Phase.WAITING, 2, List.of(new TurnStep("Look", List.of(call), "{}")), "", null);
    }

    /** Of about this length, which cannot be compressed; with the mark all over it, if it is to be deleted. */
    private String text(int length, boolean doomed) {
        StringBuilder text = new StringBuilder(doomed ? MARK : "kept");
        while (text.length() < length) {
            random.ints(40, 'A', 'z').filter(Character::isLetter).forEach(text::appendCodePoint);
            text.append(doomed ? MARK : " ");
        }
        return text.toString();
    }

    @CanIgnoreReturnValue
    private Committed say(String id, String text) {
        String body = new JsonObject().put("text", text).encode();
        return commit(new Commit(
                "r",
                1,
                1_000,
                new Commit.Cause("ann", id, "digest of " + text.length() + text.hashCode()),
                List.of(new Commit.NewEvent(EventType.MESSAGE, id, ANN, body)),
                List.of()));
    }

    @CanIgnoreReturnValue
    private Committed commit(Commit commit) {
        return await(store.log().commit(commit));
    }

    private void erase() {
        await(new ErasureChore(session, vertx).erase());
        server.ask("checkpoint");
    }

    /** The names of the tables and indexes of this database, the server's own among them. */
    private Set<String> filesWithMark() throws IOException {
        Path data = Path.of(server.ask("select current_setting('data_directory')"));
        String database = server.askIn(url, "select oid from pg_database where datname = current_database()");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(data.resolve("base").resolve(database))) {
            for (Path file : files.toList()) {
                // One byte a character, as it is in the file.
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARK)) {
                    found.add(relation(file.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private String relation(String file) {
        String node = file.replaceAll("[._].*", "");
        return server.askIn(url, "select relname from pg_class where pg_relation_filenode(oid) = " + node) + " " + file;
    }
}
