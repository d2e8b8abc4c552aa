package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.checker.Checker;
import dev.parley.fault.checker.Figures;
import dev.parley.fault.history.Claimed;
import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Evidence;
import dev.parley.fault.history.HistoryReader;
import dev.parley.fault.history.Stored;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.swarm.Load;
import dev.parley.fault.swarm.Swarm;
import dev.parley.fault.swarm.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A swarm beside a plan, then quiet, then the check. The nodes are made by the test, since the plan is about them. */
final class Scenario {
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final String name;
    private final Load load;
    private final Nodes nodes;
    private Supplier<List<Claimed>> claims = List::of;

    Scenario(String name, Load load, Nodes nodes) {
        this.name = name;
        this.load = load;
        this.nodes = nodes;
    }

    /** Where the nodes of a run log. */
    static Path logs(String name, long seed) {
        return Path.of("target", "fault-logs", name + "-" + seed).toAbsolutePath();
    }

    /** Who tells which node claimed which epoch, once all is over. */
    Scenario claims(Supplier<List<Claimed>> told) {
        claims = told;
        return this;
    }

    /** Runs the plan under the swarm; fails when a guarantee is broken, and prints the figures. */
    void mustHold(Plan plan) {
        Outcome outcome = run(plan);
        write(outcome);
        assertTrue(outcome.isWell(), outcome::complaint);
    }

    Outcome run(Plan plan) {
        List<String> complaints = new ArrayList<>();
        try (Swarm swarm = new Swarm(load, nodes.baseUrls())) {
            List<Long> faults = new ArrayList<>(new Plan().rest(WARM_UP).run());
            faults.addAll(plan.run());
            swarm.quiet();
            nodes.all().forEach(NodeProcess::awaitReady);
            if (!swarm.isAnsweredWithin(BOUND)) {
                complaints.add(swarm.waiting() + " messages are not answered");
            }
            Map<String, List<Stored>> log = whenAnswersEnded(complaints);
            Map<String, Long> lasts = new LinkedHashMap<>();
            log.forEach((room, stored) -> lasts.put(room, (long) stored.size()));
            if (!swarm.isReadWithin(BOUND, lasts)) {
                complaints.add("not everybody has read to the end");
            }
            if (!swarm.stuck().isEmpty()) {
                complaints.add("told not to come back: " + swarm.stuck());
            }
            Evidence evidence = new Evidence(swarm.histories(), logs(), claims.get());
            Outcome outcome = new Outcome(
                    name,
                    load.seed(),
                    Checker.check(evidence),
                    complaints,
                    Figures.of(swarm.histories(), faults.isEmpty() ? List.of(0L) : faults));
            if (!outcome.isWell() || Boolean.getBoolean("parley.fault.keep")) {
                keep(swarm.histories());
            }
            return outcome;
        }
    }

    private Map<String, List<Stored>> whenAnswersEnded(List<String> complaints) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (true) {
            Map<String, List<Stored>> log = reader(nodes.get(0)).read(load.roomNames());
            if (log.values().stream().allMatch(Scenario::hasAllAnswers)) {
                return log;
            }
            if (System.nanoTime() > deadline) {
                complaints.add("answers of assistants did not end");
                return log;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
    }

    private static boolean hasAllAnswers(List<Stored> log) {
        long calls = log.stream().filter(Stored::callsAssistant).count();
        return log.stream().filter(message -> message.turn() != null).count() >= calls;
    }

    private Map<String, Map<String, List<Stored>>> logs() {
        Map<String, Map<String, List<Stored>>> logs = new LinkedHashMap<>();
        nodes.all().forEach(node -> logs.put(node.name(), reader(node).read(load.roomNames())));
        return logs;
    }

    private static HistoryReader reader(NodeProcess node) {
        return new HistoryReader(node.http(Tokens.of("reader")));
    }

    /** What clients did and saw, beside the nodes' logs. */
    private void keep(List<ClientHistory> histories) {
        Path folder = logs(name, load.seed());
        histories.forEach(history -> {
            List<String> lines = history.all().stream().map(Object::toString).toList();
            try {
                Files.write(folder.resolve(history.user() + "-" + history.door() + ".log"), lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(Outcome outcome) {
        Path folder = Path.of("target", "fault-logs");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("figures.txt"),
                    outcome + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(outcome);
    }
}
