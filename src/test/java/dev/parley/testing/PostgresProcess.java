package dev.parley.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real Postgres server with its data and its port, which can be stopped, killed, frozen and started again. It syncs what
 * it commits, and asks for a password. Closed from the thread that opened it.
 */
public final class PostgresProcess implements AutoCloseable {
    private static final String USER = "parley";
    private static final String PASSWORD = "p@rley:1"; // to be escaped in a URL
    private static final String PASSWORD_IN_URL = "p%40rley%3A1";
    private static final String WAYS_IN =
            """
            local all all trust
            host all postgres all trust
            host all all all scram-sha-256
            """;

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresProcess(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** A new server, started. */
    public static PostgresProcess start() {
        try {
            Path servers =
                    Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            PostgresProcess process = new PostgresProcess(
                    Files.createTempDirectory(servers, "postgres").resolve("data"), freePort());
            process.startAgain();
            process.ask("create role " + USER + " login superuser password '" + PASSWORD + "'");
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a new, empty database. */
    public String newDatabase() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        ask("create database " + name);
        return "postgresql://" + USER + ":" + PASSWORD_IN_URL + "@127.0.0.1:" + port + "/" + name;
    }

    /** Starts it, with the data and on the port that it had. */
    public void startAgain() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setDataDirectoryCustomizer(PostgresProcess::askForPasswords)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("fsync", "on") // the library turns both off
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it without waiting for its clients. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}; returns when all of its processes are gone, since the data cannot be opened again before. */
    public void kill() {
        List<ProcessHandle> all = processes();
        signal("KILL", List.of(all.get(0)));
        all.forEach(process -> process.onExit().join());
        stop(); // lets the library forget it
    }

    /** Stops all of its processes where they stand: connections stay, and are not answered. */
    public void freeze() {
        signal("STOP", processes());
    }

    /** The end of {@link #freeze}. */
    public void thaw() {
        signal("CONT", processes());
    }

    /** Ends the clients' connections. */
    public void cutConnections() {
        ask("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + USER + "'");
    }

    /** Runs one statement as the superuser, in the server's own database; the first column of the first row, if any. */
    @CanIgnoreReturnValue
    public String ask(String sql) {
        return ask("postgres", sql);
    }

    /** Runs one statement as the superuser in the database of a URL. */
    @CanIgnoreReturnValue
    public String askIn(String url, String sql) {
        return ask(url.substring(url.lastIndexOf('/') + 1), sql);
    }

    /** A session of the superuser's in the database of a URL. */
    public Connection connect(String url) throws SQLException {
        return server.getDatabase("postgres", url.substring(url.lastIndexOf('/') + 1))
                .getConnection();
    }

    private String ask(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The postmaster first. */
    private List<ProcessHandle> processes() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
            postmaster.descendants().forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        // A backend may be gone by now, which is as good.
        Program.start(Path.of("."), command).end();
    }

    private static void askForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), WAYS_IN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
