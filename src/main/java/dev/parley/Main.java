package dev.parley;

import dev.parley.cli.CommandTree;
import dev.parley.cli.LogOutput;
import dev.parley.cli.NodeStarter;
import dev.parley.cli.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Where the process begins. */
public final class Main {
    // Named by hand until the node is merged, which puts Node::start here.
    private static final NodeStarter NODE = loaded -> {
        throw new IllegalStateException("this build has no node yet");
    };

    private Main() {}

    public static void main(String[] arguments) {
        LogOutput.routeVertx();
        Surroundings process = new Surroundings(
                System.getenv(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                InstantSource.system(),
                NODE);
        System.exit(CommandTree.run(process, arguments));
    }
}
