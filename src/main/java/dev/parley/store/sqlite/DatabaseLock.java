package dev.parley.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One process a database: a lock on {@code <db>.lock}, which the operating system drops when the process dies. */
final class DatabaseLock implements AutoCloseable {
    /**
     * What this JVM holds. POSIX drops a process's locks on a file when it closes <em>any</em> of its descriptors, so a
     * second attempt from this JVM must be turned away before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DatabaseLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock or throws {@link IllegalStateException}; {@code name} is the database as the configuration says it. */
    static DatabaseLock take(Path database, String name) throws IOException {
        Path folder = database.toAbsolutePath().getParent().toRealPath();
        Path file = folder.resolve(database.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw inUse(name);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(name);
            }
            return new DatabaseLock(file, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(file);
            throw e;
        }
    }

    /** Lets go; the file stays, because removing it would race with the next owner. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(file);
        }
    }

    private static IllegalStateException inUse(String name) {
        return new IllegalStateException("store.url: " + name + " is in use by another process");
    }
}
