package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code store}: which database holds the rooms, and how it is used. Immutable.
 *
 * @param url {@code sqlite:<path>} or {@code postgresql://user:password@host:port/database}
 * @param batch most operations that share one commit
 * @param queue most operations that wait for a commit (Postgres: in each lane); more are refused with {@code
 *     overloaded}
 * @param capabilityQueue most writes of capabilities that wait for their turn; more are refused with {@code overloaded}
 * @param busyTimeout SQLite: how long a locked database is waited for before {@code unavailable}
 * @param maxSize SQLite: most bytes the database file may take, then {@code unavailable}; 0 means no limit but the
 *     disk's
 * @param journal SQLite: events that wait in memory and in the file's journal until they move to their rooms' pages,
 *     about so many bytes
 * @param readers SQLite: threads that read history; Postgres: connections for all that is not an append
 * @param lanes Postgres: connections that append, over which rooms are spread
 * @param timeout Postgres: how long an answer is waited for before {@code unavailable} and another connection
 */
public record StoreConfig(
        @Secret String url,
        int batch,
        int queue,
        int capabilityQueue,
        Duration busyTimeout,
        long maxSize,
        long journal,
        int readers,
        int lanes,
        Duration timeout) {
    private static final String SQLITE = "sqlite:";
    private static final List<String> POSTGRES = List.of("postgresql://", "postgres://");

    public StoreConfig {
        Check.that(
                (url.startsWith(SQLITE) && url.length() > SQLITE.length()) || isPostgres(url),
                "url",
                "sqlite:<path> or postgresql://user:password@host:port/database, found " + scheme(url));
        Check.that(
                isPostgres(url) || url.indexOf('?') < 0,
                "url",
                "sqlite:<path> without parameters (store.busyTimeout is a setting), found a question mark");
        Check.range("batch", batch, 1, 100_000);
        Check.range("queue", queue, 1, 10_000_000);
        Check.range("capabilityQueue", capabilityQueue, 1, 100_000);
        Check.range("readers", readers, 1, 64);
        Check.that(maxSize >= 0, "maxSize", "a size of 0 or more");
        Check.range("journal", journal, 0, 1 << 30);
        Check.range("lanes", lanes, 1, 64);
        Check.positive("timeout", timeout);
    }

    /** Whether it is a Postgres database, which nodes can share; else it is an SQLite file. */
    public boolean isPostgres() {
        return isPostgres(url);
    }

    private static boolean isPostgres(String url) {
        return POSTGRES.stream().anyMatch(scheme -> url.startsWith(scheme) && url.length() > scheme.length());
    }

    /** The path of the SQLite file. */
    public String path() {
        return url.substring(SQLITE.length());
    }

    /** Where it is, for people: the URL without the user, the password and parameters. */
    public String place() {
        if (!isPostgres()) {
            return url;
        }
        String rest = url.substring(url.indexOf("://") + "://".length());
        int parameters = rest.indexOf('?');
        String place = parameters < 0 ? rest : rest.substring(0, parameters);
        return "postgresql://" + place.substring(place.lastIndexOf('@') + 1);
    }

    /**
     * Where the node keeps its files: the folder of the SQLite file; with Postgres {@code data} where it was started.
     */
    public Path folder() {
        if (isPostgres()) {
            return Path.of("data").toAbsolutePath();
        }
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
