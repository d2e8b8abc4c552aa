package dev.parley;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Makes unique texts that nobody can guess: 96 random bits as base64url, without dots. For any thread. */
final class Ids implements Supplier<String> {
    private static final int BYTES = 12;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
