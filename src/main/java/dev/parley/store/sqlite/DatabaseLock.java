package dev.parley.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes sure that one process at a time has the database, by a lock on a byte of the file itself: a symbolic link, a
 * hard link or a mount of it meets the same lock. The operating system drops it when the process dies.
 *
 * <p>POSIX drops all locks of a process on a file when it closes <em>any</em> of its descriptors, and SQLite unlocks
 * the whole file when the last of its connections unlocks it. Therefore the file is opened here once, before SQLite
 * opens it, and closed after; and one connection of SQLite that has a lock stays open from {@link #attach} to the end:
 * as long as there is one, SQLite closes no descriptor and unlocks no more than its own bytes.
 */
final class DatabaseLock implements AutoCloseable {
    /** Beyond every page of the largest database, and beyond the bytes at 1 GiB that SQLite locks. */
    private static final long BYTE = 1L << 62;
    /** The files that this JVM has locked: a second attempt must be refused before it opens the file. */
    private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Object identity;
    private final FileChannel channel;
    private FileLock lock;
    private Connection anchor;

    private DatabaseLock(Path file, Object identity, FileChannel channel, FileLock lock) {
        this.file = file;
        this.identity = identity;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock on a file, which is made when there is none, or throws {@link UnusableFile}; {@code name} is the
     * database as the configuration says it.
     */
    static DatabaseLock take(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        }
        Object identity = identity(file);
        if (!LOCKED.add(identity)) {
            throw inUse(name);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new DatabaseLock(file, identity, channel, lock(channel, name));
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            LOCKED.remove(identity);
            throw e;
        }
    }

    /**
     * Takes a connection that has a lock of SQLite's from now on, and closes it at the end. Locks once more, because
     * SQLite may have unlocked the file while it had no connection: until this returns nobody may write.
     */
    void attach(Connection connection, String name) throws IOException {
        anchor = connection;
        lock.release();
        lock = lock(channel, name);
    }

    private static FileLock lock(FileChannel channel, String name) throws IOException {
        FileLock lock = channel.tryLock(BYTE, 1, false);
        if (lock == null) {
            throw inUse(name);
        }
        return lock;
    }

    /** Whether this is the file that is locked, by whatever name. */
    boolean isOn(Path other) throws IOException {
        return identity(other).equals(identity);
    }

    /** Throws {@link UnusableFile} when the file's name leads to another file by now, or to none. */
    void checkInPlace() throws IOException {
        try {
            if (!isOn(file)) {
                throw new UnusableFile("the file was replaced by another one: put it back, or start again");
            }
        } catch (NoSuchFileException e) {
            throw new UnusableFile("the file was removed: put it back, or start again");
        }
    }

    /** Unlocks the file; called after everybody else has closed it. */
    @Override
    public void close() throws IOException, SQLException {
        try {
            if (anchor != null) {
                anchor.close();
            }
        } finally {
            if (channel.isOpen()) {
                channel.close();
                LOCKED.remove(identity);
            }
        }
    }

    /** Device and number of the file, where the file system has them. */
    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key != null ? key : file.toRealPath();
    }

    private static UnusableFile inUse(String name) {
        return new UnusableFile(name + " is in use by another process: stop that one, or name another file"
                + " (a file has one node; nodes share a Postgres)");
    }
}
