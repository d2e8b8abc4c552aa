package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where history lives.
 *
 * @param url {@code sqlite:<path>}
 * @param batch most operations that share one commit
 * @param queue most operations that wait for a commit; more are refused with {@code overloaded}
 * @param busyTimeout how long a locked database is waited for before {@code unavailable}
 * @param maxSize most bytes the database file may take, then {@code unavailable}; 0 means no limit but the disk's
 * @param readers threads that read history
 */
public record StoreConfig(@Secret String url, int batch, int queue, Duration busyTimeout, long maxSize, int readers) {
    private static final String SQLITE = "sqlite:";

    public StoreConfig {
        Check.that(
                url.startsWith(SQLITE) && url.length() > SQLITE.length(),
                "url",
                "sqlite:<path> (the Postgres store is not in this build), found " + scheme(url));
        Check.range("batch", batch, 1, 100_000);
        Check.range("queue", queue, 1, 10_000_000);
        Check.range("readers", readers, 1, 64);
        Check.that(maxSize >= 0, "maxSize", "a size of 0 or more");
    }

    /** The path of the SQLite file. */
    public String path() {
        return url.substring(SQLITE.length());
    }

    /** The folder of the SQLite file, where the node keeps its other files as well. */
    public Path folder() {
        Path folder = Path.of(path()).toAbsolutePath().normalize().getParent();
        return folder == null ? Path.of("").toAbsolutePath() : folder;
    }

    /** A URL may hold a password. */
    @Override
    public String toString() {
        return "Store[" + scheme(url) + "]";
    }

    /** A URL may hold a password, so faults name the scheme alone. */
    private static String scheme(String url) {
        int colon = url.indexOf(':');
        return colon < 0 ? "no scheme" : url.substring(0, colon) + ":…";
    }
}
