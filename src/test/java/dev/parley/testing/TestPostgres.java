package dev.parley.testing;

/** One Postgres server for all tests of a JVM, started by the first that asks and stopped with the JVM. */
public final class TestPostgres {
    private static PostgresProcess shared;

    private TestPostgres() {}

    /** Ask it for a database of your own; a test that stops or freezes servers starts one for itself. */
    public static synchronized PostgresProcess shared() {
        if (shared == null) {
            shared = PostgresProcess.start();
        }
        return shared;
    }
}
