package dev.parley.metrics;

import dev.parley.contract.CloseCode;
import dev.parley.gateway.connection.TrafficObserver;
import dev.parley.gateway.fanout.FanoutObserver;
import dev.parley.model.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts frames in, frames refused, frames out, and closed connections. From any thread; the hot path only adds. */
public final class TrafficMeters implements TrafficObserver, FanoutObserver {
    private final Counter received;
    private final Map<Code, Counter> refused = new EnumMap<>(Code.class);
    private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);
    private final Counter delivered;
    private final Timer latency;

    TrafficMeters(Meters meters) {
        received = meters.counter("parley.frames.received", "frames from clients");
        for (Code code : Code.values()) {
            refused.put(code, meters.counter("parley.frames.refused", "frames refused, by code", "code", code.text()));
        }
        for (CloseCode code : CloseCode.values()) {
            String number = String.valueOf(code.number());
            closed.put(
                    code,
                    meters.counter(
                            "parley.connections.closed", "connections that this node closed, by code", "code", number));
        }
        delivered = meters.counter("parley.frames.delivered", "frames of rooms written to connections");
        latency = meters.timer("parley.fanout.latency", "from a room to its connections' buffers");
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void refused(Code code) {
        refused.get(code).increment();
    }

    @Override
    public void closed(CloseCode code) {
        closed.get(code).increment();
    }

    @Override
    public void delivered(int frames, long micros) {
        delivered.increment(frames);
        latency.record(Math.max(0, micros), TimeUnit.MICROSECONDS);
    }
}
