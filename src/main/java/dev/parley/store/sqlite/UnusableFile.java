package dev.parley.store.sqlite;

import java.io.IOException;

/**
 * The file cannot be this node's database: another process has it, it is not the file that was opened, or a newer
 * Parley wrote it. At a start the operator reads the text as a fault of {@code store.url}, later as the store's
 * problem.
 */
final class UnusableFile extends IOException {
    private static final long serialVersionUID = 1;

    UnusableFile(String text) {
        super(text);
    }
}
