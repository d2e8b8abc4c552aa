package dev.parley.store.postgres;

import static dev.parley.testing.Futures.await;

import dev.parley.store.MembershipContract;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;

/** The contract of members and retention on Postgres. */
class PgMembershipTest extends MembershipContract {
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
