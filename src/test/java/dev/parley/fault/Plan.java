package dev.parley.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is done to the nodes and when, beside the swarm. */
final class Plan {
    private final List<Step> steps = new ArrayList<>();

    /** Later by so much than the step before. */
    Plan fault(Duration after, String what, Runnable action) {
        steps.add(new Step(after, what, true, action));
        return this;
    }

    Plan then(Duration after, String what, Runnable action) {
        steps.add(new Step(after, what, false, action));
        return this;
    }

    /** Lets time pass at the end. */
    Plan rest(Duration time) {
        return then(time, "rest", () -> {});
    }

    /** Does it all; returns when each fault began. */
    List<Long> run() {
        List<Long> faults = new ArrayList<>();
        long next = System.nanoTime();
        for (Step step : steps) {
            next = Math.max(next + step.after().toNanos(), System.nanoTime());
            waitUntil(next);
            if (step.isFault()) {
                faults.add(System.nanoTime());
            }
            step.action().run();
        }
        return faults;
    }

    private static void waitUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append("+")
                .append(step.after().toMillis())
                .append(" ms ")
                .append(step.what())
                .append('\n'));
        return text.toString();
    }
}
