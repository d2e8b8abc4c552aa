package dev.parley.bench;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.figure.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say where results go beside the table. */
final class OutputOptions {
    @Option(names = "--json", paramLabel = "<file>", description = "Writes one JSON object a round and case to it.")
    private Path json;

    void write(Report report) {
        try {
            if (json != null) {
                Files.write(json, report.jsonLines());
            }
        } catch (IOException e) {
            throw new BenchFailure("the results could not be written: " + e, e);
        }
    }
}
