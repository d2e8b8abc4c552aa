package dev.parley.config.reading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the secret of {@code auth.secretFile}, and makes it once: 32 random bytes as base64url in a file that only its
 * owner may read. Two processes that start together end with the same secret. Blocks.
 */
final class SecretFile {
    private static final int SECRET_BYTES = 32;

    private SecretFile() {}

    /**
     * A secret that a file holds.
     *
     * @param made whether the file was made for this
     */
    record Found(String secret, boolean made) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Found[made=" + made + "]";
        }
    }

    /** The file's secret; makes the file and its folder when they do not exist. */
    static Optional<Found> readOrMake(Path file) throws IOException {
        boolean exists = Files.exists(file);
        if (!exists) {
            make(file);
        }
        return Optional.of(new Found(Files.readString(file).strip(), !exists));
    }

    /** The file's secret; absent when the file does not exist. */
    static Optional<Found> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(new Found(Files.readString(file).strip(), false)) : Optional.empty();
    }

    /** Written aside and linked into place: whoever sees the file sees all of it, and the first one wins. */
    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path aside = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
        Files.createFile(aside, ownerOnly(folder));
        try {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            Files.write(aside, (text + "\n").getBytes(StandardCharsets.US_ASCII));
            place(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void place(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its secret counts.
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
