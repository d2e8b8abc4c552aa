package dev.parley.jmh;

import dev.parley.messages.RoomCommand.Say;
import dev.parley.model.Event;
import dev.parley.room.Rooms;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the rules of a room for a message that no assistant answers, without the store. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageRules {
    private static final long MESSAGE_NANOS = TimeUnit.SECONDS.toNanos(2); // the rate allows one a second

    private final Room room = Rooms.room(Rooms.EMPTY, Rooms.limits(10, 10, 10), 10);
    private final Say command = Rooms.say("ann", "m-1234567", "The quick brown fox jumps over it.");
    private long nanos;
    private long seq;

    @Benchmark
    public List<Event> say() {
        nanos += MESSAGE_NANOS;
        Commit commit = room.say(command, nanos / 1_000_000, nanos);
        return room.stored(commit, ++seq);
    }
}
