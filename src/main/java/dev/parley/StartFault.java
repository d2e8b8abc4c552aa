package dev.parley;

import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import dev.parley.config.InvalidConfig;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/** Tells which failed starts are faults of the configuration. Stateless. */
final class StartFault {
    private StartFault() {}

    /** What the configuration names and cannot be used is a fault of it; anything else is ours: empty. */
    static Optional<InvalidConfig> of(Config config, Throwable failure) {
        if (failure instanceof InvalidConfig invalid) {
            return Optional.of(invalid);
        }
        HttpConfig http = config.http();
        if (failure instanceof SocketException) {
            return Optional.of(new InvalidConfig(
                    "http.port", "cannot listen on " + http.host() + ":" + http.port() + ": " + failure.getMessage()));
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return Optional.of(
                    new InvalidConfig("http.host", "must be an address of this machine, was \"" + http.host() + "\""));
        }
        return Optional.empty();
    }
}
