package dev.parley.fault.swarm;

import dev.parley.auth.TokenMint;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.testing.ParleyProcess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Members' tokens with the key of the processes that tests start. */
public final class Tokens {
    private Tokens() {}

    public static String of(String user) {
        return of(user, null);
    }

    /** With a role; a null one is a member. */
    public static String of(String user, String role) {
        Map<String, String> environment = Map.of("PARLEY_AUTH_SECRET", ParleyProcess.SECRET);
        try {
            var auth = ConfigReader.read(Optional.empty(), environment).config().auth();
            return new TokenMint(auth, InstantSource.system()).mint(user, null, role, List.of(), Duration.ofHours(3));
        } catch (InvalidConfig e) {
            throw new AssertionError(e);
        }
    }
}
