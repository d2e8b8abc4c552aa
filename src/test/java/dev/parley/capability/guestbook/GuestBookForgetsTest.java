package dev.parley.capability.guestbook;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.StoreConfig;
import dev.parley.model.Author;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.sqlite.SqliteStore;
import dev.parley.testing.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes with a deleted event, or with its room, goes in the same commit. */
class GuestBookForgetsTest {
    private static final Author ANN = new Author("ann", "Ann", Author.Kind.USER);

    @TempDir
    Path folder;

    private static Commit commit(long epoch, String id, List<Effect> effects) {
        return new Commit(
                "r", epoch, 1, null, List.of(new Commit.NewEvent("signed", id, ANN, "{\"text\":\"x\"}")), effects);
    }

    private static List<Effect> signature(String guest) {
        return List.of(new Effect.PutRows(GuestBookRules.TABLE, List.of(List.of(guest, "x"))));
    }

    @Test
    void aSignatureGoesWithItsEventAndAllGoWithTheRoom() throws IOException {
        Vertx vertx = Vertx.vertx();
        StoreConfig config = TestConfig.with(Map.of("PARLEY_STORE_URL", "sqlite:" + folder.resolve("p.db")))
                .store();
        Store store = await(SqliteStore.open(vertx, config, StoreObserver.NONE));
        try (var script = GuestBook.class.getResourceAsStream("sqlite/V1__guestbook.sql")) {
            await(store.migrate("guestbook", List.of(new String(script.readAllBytes(), StandardCharsets.UTF_8))));
            GuestBookRules rules = new GuestBookRules(store.database(), 10);
            long epoch = await(store.log().claim("r", "n")).epoch();
            await(store.log().commit(commit(epoch, "a", signature("ann"))));
            await(store.log().commit(commit(epoch, "b", signature("bob"))));
            await(store.log().commit(commit(epoch, "c", signature("cat"))));
            await(store.log().commit(commit(epoch, "d", rules.forget("r", 2))));
            assertEquals(java.util.Set.of("ann", "cat"), await(rules.load("r")));
            await(store.log().commit(commit(epoch, "e", rules.deleteRoom("r"))));
            assertEquals(java.util.Set.of(), await(rules.load("r")));
        } finally {
            await(store.close());
            await(vertx.close());
        }
    }
}
