package dev.parley.store;

import static dev.parley.testing.Futures.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store for each test, in which room {@code r} is claimed with epoch 1, and which can crash. */
@ExtendWith(VertxExtension.class)
public abstract class OneRoomContract {
    protected Vertx vertx;
    protected Store store;

    /** Opens the store of this test; called again after a close it finds what was there. */
    protected abstract Future<Store> open();

    /** Ends the store, whose callers all have their replies, as a crash does, and opens what it leaves. */
    protected abstract Store crash();

    @BeforeEach
    void openStore(Vertx injected) {
        vertx = injected;
        store = await(open());
        await(store.log().claim("r", "node"));
    }

    @AfterEach
    void closeStore() {
        await(store.close());
    }
}
