package dev.parley.bench.load;

import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.Loop;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Senders that each wait for the ack of a message before they send the next. */
final class AckTraffic extends Traffic {
    private final String name;
    private boolean isStopped;

    /** Acks that came while it was running. */
    long inTime;

    AckTraffic(Loop loop, String name) {
        super(loop);
        this.name = name;
    }

    /** Runs for this time, and until the last is answered. Not on the loop. */
    void during(Crowd crowd, Duration time) {
        during(crowd, time, () -> false);
    }

    /** The same, but only until something happened. */
    void during(Crowd crowd, Duration time, BooleanSupplier isOver) {
        if (time.isZero()) {
            return;
        }
        loop.runAndWait(() -> {
            begin(time.toNanos());
            for (int i = 0; i < crowd.size(); i++) {
                sayNow(crowd.member(i));
            }
        });
        loop.until(() -> isOver.getAsBoolean() || !isRunning(loop.now()), time);
        loop.runAndWait(() -> isStopped = true);
        loop.until(this::isAnswered, Generator.DRAIN);
    }

    @Override
    void begin(long nanos) {
        super.begin(nanos);
        inTime = 0;
        isStopped = false;
    }

    private void sayNow(Crowd.Member member) {
        long now = loop.now();
        if (isRunning(now) && !isStopped) {
            say(member, name, now);
        }
    }

    @Override
    void onAck(Crowd.Member member, long stamp, long now) {
        latencies.record(now - stamp);
        if (isRunning(now)) {
            inTime++;
            sayNow(member);
        }
    }

    @Override
    void onRefused(Crowd.Member member, long retryMs) {
        loop.vertx().setTimer(retryMs, again -> sayNow(member));
    }
}
