package dev.parley.bench;

import dev.parley.bench.client.ClientTokens;
import dev.parley.bench.client.Endpoint;
import dev.parley.bench.client.Loop;
import dev.parley.bench.client.TargetServers;
import dev.parley.bench.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name the server under load and its users; every command that loads a server has them. */
final class ServerOptions {
    private static final Path PROC = Path.of("/proc");
    private static final String SECRET_VARIABLE = "PARLEY_BENCH_SECRET";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            split = ",",
            paramLabel = "<url>",
            defaultValue = "ws://127.0.0.1:8080/ws",
            description = {
                "Where the server's WebSocket is; by default ${DEFAULT-VALUE}.",
                "Several, with commas: connections go to them in turn."
            })
    private List<String> urls;

    @Option(
            names = "--secret",
            paramLabel = "<secret>",
            description = {
                "The server's auth.secret, to sign tokens with (HS256), one user a connection.",
                "By default that of the variable " + SECRET_VARIABLE + ", else that of the file."
            })
    private String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "<file>",
            defaultValue = "data/secret",
            description =
                    "A file that holds the secret; by default ${DEFAULT-VALUE}, which a node makes where it runs.")
    private Path secretFile;

    @Option(
            names = "--tokens",
            paramLabel = "<file>",
            description = "Tokens to come with instead, one JWT a line, used in turn.")
    private Path tokens;

    @Option(
            names = "--pid",
            split = ",",
            paramLabel = "<pid>",
            description = {
                "The server's processes, when they run on this machine (Linux):",
                "their CPU time and memory are counted. Without it those columns are empty."
            })
    private List<Long> pids = List.of();

    TargetServers target(BenchIo benchIo, Loop loop) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String url : urls) {
            endpoints.add(
                    Endpoint.parse(url).orElseThrow(() -> wrong("--url must be " + Endpoint.ALLOWED + ", was " + url)));
        }
        return new TargetServers(List.copyOf(endpoints), tokens(benchIo, loop));
    }

    private ClientTokens tokens(BenchIo benchIo, Loop loop) {
        if (tokens != null) {
            List<String> lines = read("--tokens", tokens)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty()) {
                throw wrong("--tokens must name a file with tokens, and " + tokens + " holds none");
            }
            return ClientTokens.given(lines);
        }
        String key = secret != null ? secret : benchIo.environment().getOrDefault(SECRET_VARIABLE, "");
        if (key.isEmpty() && !Files.exists(secretFile)) {
            throw wrong("give --secret, --secret-file or --tokens: there is no file " + secretFile);
        }
        return ClientTokens.signed(
                loop.vertx(), key.isEmpty() ? read("--secret-file", secretFile).strip() : key);
    }

    private String read(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong(option + " must name a file that can be read, was " + file);
        }
    }

    Processes processes() {
        Processes processes = new Processes(PROC, pids);
        processes.missing().ifPresent(pid -> {
            throw wrong("--pid must name processes of this machine: there is no process " + pid);
        });
        return processes;
    }

    static Processes self() {
        return new Processes(PROC, List.of(ProcessHandle.current().pid()));
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    @Override
    public String toString() {
        return String.join(", ", urls);
    }
}
