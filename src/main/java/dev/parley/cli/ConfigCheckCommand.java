package dev.parley.cli;

import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.config.reading.LoadedConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code parley config check}: reads the configuration as a start would, and prints whether it is valid. It starts
 * nothing, opens no store and makes no file.
 */
@Command(
        name = "check",
        description = "Reads the configuration as a start would and prints whether it is valid. Starts nothing.",
        footer = "Exit status: 0 when it is valid, 2 when it is not.")
public final class ConfigCheckCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    ConfigCheckCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws InvalidConfig {
        LoadedConfig loaded = ConfigReader.check(
                config.file(), processIo.environment(), processIo.starter().sections());
        PrintWriter out = processIo.out();
        out.println("The configuration is valid.");
        out.println("Files: " + String.join(", ", loaded.files()));
        out.println("Variables: " + (loaded.variables().isEmpty() ? "none" : String.join(", ", loaded.variables())));
        loaded.warnings().forEach(processIo.err()::println);
        return 0;
    }
}
