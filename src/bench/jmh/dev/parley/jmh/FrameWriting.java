package dev.parley.jmh;

import dev.parley.contract.ServerFrame;
import dev.parley.model.Author;
import dev.parley.model.Content;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.HistoryPage;
import dev.parley.model.Turn;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures writing a server's frame, from its record to the bytes that every connection gets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameWriting {
    private static final long TS = 1_790_000_000_000L;

    private final Author ann = new Author("ann", "Ann", Author.Kind.USER);
    private final Content said = new Content("The quick brown fox jumps over it.", "17", List.of("bob", "cy"));
    private final Event event = new Event(
            "lobby",
            4711,
            TS,
            EventType.MESSAGE,
            "m-1234567",
            ann,
            Content.of("The quick brown fox jumps over it.").body());
    private final Event reply = new Event("lobby", 4711, TS, EventType.MESSAGE, "m-1234567", ann, said.body());
    private final Event answer = new Event(
            "lobby",
            4711,
            TS,
            EventType.ANSWER,
            "a-1234567",
            new Author("assistant", "assistant", Author.Kind.ASSISTANT),
            "{\"text\":\"Foxes jump \\\"over\\\" what lies in their way, lazily or not.\",\"turn\":\"t-123\",\"prompt\":4710,"
                    + "\"reason\":\"done\",\"usage\":{\"input\":12,\"output\":14,\"estimated\":false}}");
    private final ServerFrame chunk =
            new ServerFrame.Chunk("lobby", new Turn("lobby", "t-123", "assistant", 1, 4710, ann, 0), 120, "lazy dog ");
    private final ServerFrame ack = new ServerFrame.Ack("m-1234567", "lobby", 4711, TS, false);
    private final ServerFrame typing = new ServerFrame.Typing("lobby", "ann", true);
    private final HistoryPage page = new HistoryPage(Collections.nCopies(50, event), true);

    @Benchmark
    public byte[] message() {
        return ServerFrame.of(event).encode();
    }

    @Benchmark
    public byte[] messageWithReply() {
        return ServerFrame.of(reply).encode();
    }

    @Benchmark
    public byte[] complete() {
        return ServerFrame.of(answer).encode();
    }

    @Benchmark
    public byte[] chunk() {
        return chunk.encode();
    }

    @Benchmark
    public byte[] ack() {
        return ack.encode();
    }

    @Benchmark
    public byte[] typing() {
        return typing.encode();
    }

    @Benchmark
    public byte[] pageOf50() {
        return new ServerFrame.MessagesLoaded("lobby", page).encode();
    }

    @Benchmark
    public String digest() {
        return said.digest();
    }
}
