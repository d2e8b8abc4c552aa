package dev.parley;

import dev.parley.cli.CommandTree;
import dev.parley.cli.LogOutput;
import dev.parley.cli.ProcessIo;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Begins the process: connects the command line with the process's streams, variables and clock. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LogOutput.routeVertx();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        ProcessIo process = new ProcessIo(
                System.getenv(),
                out,
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                InstantSource.system(),
                new NodeProcess(out, CapabilityWiring.ALL));
        System.exit(CommandTree.run(process, arguments));
    }
}
