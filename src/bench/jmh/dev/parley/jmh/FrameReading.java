package dev.parley.jmh;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.FrameLimits;
import dev.parley.contract.FrameReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures reading a client's frame, from the bytes of the socket to a valid {@link ClientFrame}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReading {
    private static final byte[] MESSAGE = utf8(
            "{\"type\":\"message\",\"id\":\"m-1234567\",\"room\":\"lobby\",\"message\":\"The quick brown fox jumps over it.\"}");
    private static final byte[] OBJECT = utf8(
            "{\"type\":\"message\",\"id\":\"m-1234567\",\"room\":\"lobby\",\"message\":"
                    + "{\"text\":\"The quick brown fox jumps over it.\",\"replyTo\":17,\"mentions\":[\"bob\",\"cy\"]}}");
    private static final byte[] TYPING = utf8("{\"type\":\"typing\",\"room\":\"lobby\",\"on\":true}");
    private static final byte[] PING = utf8("{\"type\":\"ping\"}");

    private final FrameReader reader =
            new FrameReader(new FrameLimits(16_384, 1000, 32, 32_768, 4096, 100, 32_768), Set.of());

    @Benchmark
    public ClientFrame message() {
        return read(MESSAGE);
    }

    @Benchmark
    public ClientFrame messageObject() {
        return read(OBJECT);
    }

    @Benchmark
    public ClientFrame typing() {
        return read(TYPING);
    }

    @Benchmark
    public ClientFrame ping() {
        return read(PING);
    }

    private ClientFrame read(byte[] frame) {
        return reader.read(reader.fields(new String(frame, StandardCharsets.UTF_8)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
