package dev.parley.jmh;

import dev.parley.gateway.fanout.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures encoding a frame for each transport. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameSharing {
    private final byte[] json =
            ("{\"type\":\"message\",\"room\":\"lobby\",\"seq\":4711,\"message\":{\"id\":\"m-1\",\"seq\":4711,"
                            + "\"from\":{\"id\":\"ann\",\"name\":\"Ann\",\"kind\":\"user\"},\"text\":\"Hello\",\"ts\":1790000000000}}")
                    .getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public boolean webSocket() {
        ByteBuf frame = SharedFrame.encode(json, PooledByteBufAllocator.DEFAULT);
        return frame.release();
    }

    @Benchmark
    public Buffer envelope() {
        return SharedFrame.envelope("room.lobby.events", json);
    }
}
