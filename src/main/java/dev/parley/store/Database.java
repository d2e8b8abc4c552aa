package dev.parley.store;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;

/**
 * A capability's way to its own tables. Rooms come first: writes wait in a small queue of their own
 * ({@code store.capabilityQueue}) and take a bounded share of a transaction.
 *
 * <p>SQL is written once for both stores, with {@code ?} for each argument. Arguments and results are texts
 * ({@code String}), whole numbers ({@code Long}) and null. Threads and failures as {@link Store} says.
 */
public interface Database {

    /** The rows of a query, each with its columns in order. */
    Future<List<List<Object>>> query(String sql, Object... arguments);

    /** Does the statements in one transaction; the number of rows that each changed. */
    Future<List<Integer>> update(List<Statement> statements);

    /** One statement with its arguments. */
    record Statement(String sql, List<Object> arguments) {
        public static Statement of(String sql, Object... arguments) {
            return new Statement(sql, Arrays.asList(arguments));
        }
    }
}
