package dev.parley.jmh;

import dev.parley.cluster.Ring;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures choosing the owner of a room. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoomPlacement {
    private final Ring ring = new Ring(List.of("node-1", "node-2", "node-3"));

    @Benchmark
    public Optional<String> owner() {
        return ring.owner("team-operations-7");
    }
}
