package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;

import dev.parley.store.AmendmentsContract;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;

/** The contract of amendments on Postgres. */
class PgAmendmentsTest extends AmendmentsContract {
    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();

    @Override
    protected Future<Store> open() {
        return PostgresStore.open(vertx, TestStore.config(url), StoreObserver.NONE)
                .map(opened -> opened);
    }

    @Override
    protected Store crash() {
        await(store.close());
        return await(open());
    }
}
