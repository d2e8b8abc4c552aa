package dev.parley.docker;

import dev.parley.testing.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nginx with {@code docker/nginx.conf}, in which only addresses and the places of its files are replaced. */
final class Nginx implements AutoCloseable {
    private static final long PATIENCE_MS = 10_000;

    private final Process process;
    private final int port;
    private final Path folder;

    private Nginx(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /** In front of as many nodes on this machine as these; the file's others are left out. */
    static Nginx before(List<Integer> nodes) {
        Path program = Program.find("nginx-light", "nginx", "/usr/sbin/nginx");
        try {
            Path target = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            Path folder = Files.createTempDirectory(target, "nginx");
            int port = freePort();
            Path file = Files.writeString(folder.resolve("nginx.conf"), configuration(nodes, port, folder));
            String user = "root".equals(System.getProperty("user.name")) ? " user root;" : "";
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-c",
                            file.toString(),
                            "-e",
                            folder.resolve("start.log").toString(),
                            "-g",
                            "daemon off;" + user)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile())
                    .start();
            Nginx nginx = new Nginx(process, port, folder);
            nginx.awaitDoor();
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(List<Integer> nodes, int port, Path folder) throws IOException {
        String text = Files.readString(Path.of("docker/nginx.conf"))
                .replace("/tmp/", folder + "/")
                .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                .replace("/dev/stdout", folder + "/access.log")
                .replace("/dev/stderr", folder + "/error.log");
        for (int i = 0; i < nodes.size(); i++) {
            text = text.replace("node" + (i + 1) + ":8080", "127.0.0.1:" + nodes.get(i));
        }
        return text.replaceAll("(?m)^ *server node\\d:8080 .*$", "");
    }

    private void awaitDoor() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new AssertionError("nginx did not start: " + said(), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    int port() {
        return port;
    }

    /** Everything that it wrote to its logs. */
    String said() {
        StringBuilder all = new StringBuilder();
        for (String log : List.of("start.log", "out.log", "access.log", "error.log")) {
            File file = folder.resolve(log).toFile();
            try {
                all.append(file.exists() ? Files.readString(file.toPath()) : "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** It ends its workers with it. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
