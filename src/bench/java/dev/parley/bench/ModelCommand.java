package dev.parley.bench;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Loop;
import dev.parley.bench.model.SteadyModel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code parley bench model}: runs a model that assistants can call. */
@Command(
        name = "model",
        description = {
            "A model without a model: streams numbered words as OpenAI's chat completions do, at a steady pace.",
            "An assistant asks it with provider openai and the address that is printed. Runs until it is stopped."
        })
final class ModelCommand implements Callable<Integer> {
    private static final Duration LISTEN_MOST = Duration.ofSeconds(10);

    private final BenchIo benchIo;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "9300",
            description = "Where it listens on 127.0.0.1, by default ${DEFAULT-VALUE}; 0 takes a free one.")
    private int port;

    @Option(
            names = "--tokens-per-second",
            paramLabel = "<n>",
            defaultValue = "100",
            description = "Of each answer, by default ${DEFAULT-VALUE}.")
    private double tokensPerSecond;

    @Option(
            names = "--tokens",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "Of each answer, by default ${DEFAULT-VALUE}.")
    private int tokens;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    ModelCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() throws InterruptedException {
        check(port >= 0 && port <= 65535, "--port must be 0–65535, was " + port);
        check(
                tokensPerSecond > 0 && tokensPerSecond <= 1e6,
                "--tokens-per-second must be above 0 and at most 1000000, was " + tokensPerSecond);
        check(tokens >= 1 && tokens <= 1_000_000, "--tokens must be 1–1000000, was " + tokens);
        try (Loop loop = new Loop()) {
            SteadyModel model =
                    loop.await(() -> SteadyModel.start(loop.vertx(), port, tokensPerSecond, tokens), LISTEN_MOST);
            benchIo.out().println("The model answers on " + model.baseUrl());
            benchIo.out().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (BenchFailure e) {
            benchIo.err().println("cannot listen on port " + port + ": " + e.getMessage());
            return 1;
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
