package dev.parley.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code -conf} of every command that reads a configuration. */
final class ConfigOption {
    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "<file>",
            description = {
                "Configuration laid over the defaults, for example conf/production.json.",
                "Without it, conf/local.json as shipped applies. PARLEY_<PATH> variables override any key."
            })
    private Path file;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
