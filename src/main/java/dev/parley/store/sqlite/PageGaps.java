package dev.parley.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Fills the unused middle of each page of the file with zeros. SQLite leaves copies of rows there when it rebuilds a
 * page whose rows went to another one, and {@code secure_delete} does not reach these copies; nothing reads them.
 *
 * <p>To be called while the write-ahead log is empty and nobody writes: then no page changes meanwhile. A page is only
 * touched if its header and all its cells make sense. Writer thread only. See
 * <a href="https://sqlite.org/fileformat2.html#b_tree_pages">the file format</a>, 1.6.
 *
 * <p>The file stays open: to close it would take away every lock that this process has on it (POSIX).
 */
final class PageGaps implements AutoCloseable {
    /** Read in one step: a few milliseconds, for which rooms wait. */
    private static final int STEP_BYTES = 4 << 20;

    private static final int FILE_HEADER = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final int RESERVED_AT = 20;
    private static final int INTERIOR_INDEX = 2;
    private static final int INTERIOR_TABLE = 5;
    private static final int LEAF_INDEX = 10;
    private static final int LEAF_TABLE = 13;
    /** From here on the first byte of an overflow page could be taken for a type. */
    private static final long PAGES_MAX = 0x2000000L;

    private final Path file;
    private final ByteBuffer bytes = ByteBuffer.allocate(STEP_BYTES);
    private FileChannel channel; // null until it is first needed
    private int pageSize;
    private int reserved;
    private long next;
    private long end;

    PageGaps(Path file) {
        this.file = file;
    }

    /** Begins again with the first page. */
    void restart() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        bytes.clear().limit(FILE_HEADER);
        read(0);
        int stored = Short.toUnsignedInt(bytes.getShort(PAGE_SIZE_AT));
        pageSize = stored == 1 ? 1 << 16 : stored;
        reserved = Byte.toUnsignedInt(bytes.get(RESERVED_AT));
        next = 0;
        end = Math.min(channel.size() / pageSize, PAGES_MAX);
    }

    /** Does the next pages; false when that were the last. */
    boolean step() throws IOException {
        int pages = (int) Math.min(STEP_BYTES / pageSize, end - next);
        bytes.clear().limit(pages * pageSize);
        read(next * pageSize);
        for (int page = 0; page < pages; page++) {
            clean(page * pageSize, next + page == 0 ? FILE_HEADER : 0);
        }
        next += pages;
        if (next < end) {
            return true;
        }
        channel.force(false);
        return false;
    }

    private void read(long at) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
    }

    private void clean(int at, int header) throws IOException {
        int type = bytes.get(at + header);
        boolean isLeaf = type == LEAF_INDEX || type == LEAF_TABLE;
        if (!isLeaf && type != INTERIOR_INDEX && type != INTERIOR_TABLE) {
            return;
        }
        int cells = unsigned(at + header + 3);
        int cellsAt = header + (isLeaf ? 8 : 12);
        int from = cellsAt + 2 * cells;
        int content = unsigned(at + header + 5);
        int to = content == 0 ? 1 << 16 : content;
        if (from >= to || to > pageSize - reserved || !areCellsBehind(at + cellsAt, cells, to)) {
            return;
        }
        for (int i = at + from; i < at + to; i++) {
            if (bytes.get(i) != 0) {
                write(ByteBuffer.allocate(to - from), next * pageSize + at + from);
                return;
            }
        }
    }

    private boolean areCellsBehind(int pointers, int cells, int content) {
        for (int n = 0; n < cells; n++) {
            int cell = unsigned(pointers + 2 * n);
            if (cell < content || cell >= pageSize - reserved) {
                return false;
            }
        }
        return true;
    }

    private int unsigned(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private void write(ByteBuffer zeros, long at) throws IOException {
        while (zeros.hasRemaining()) {
            channel.write(zeros, at + zeros.position());
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
