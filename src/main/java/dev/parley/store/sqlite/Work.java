package dev.parley.store.sqlite;

import java.sql.SQLException;

/**
 * What is done with a connection, on its thread. It may be done again after a rollback, so it must depend on nothing but
 * the database.
 */
@FunctionalInterface
interface Work<S, T> {
    T with(S session) throws SQLException;
}
