package dev.parley.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sums the CPU time and memory of processes on this machine; without processes there are no figures. Reads files and
 * blocks for some microseconds.
 */
public final class Processes {
    /** {@code USER_HZ}: the unit in which the kernel reports CPU time to programs (time(7)). */
    private static final long TICKS_PER_SECOND = 100;

    private static final int MICROS_PER_TICK = (int) (1_000_000 / TICKS_PER_SECOND);
    private static final int UTIME = 14;
    private static final int STATE = 3;

    private final Path proc;
    private final List<Long> ids;

    /**
     * The processes to sum.
     *
     * @param proc where the kernel shows them, {@code /proc}
     */
    public Processes(Path proc, List<Long> ids) {
        this.proc = proc;
        this.ids = List.copyOf(ids);
    }

    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** A process that cannot be read; empty when all can. */
    public Optional<Long> missing() {
        return ids.stream()
                .filter(id -> !Files.isReadable(proc.resolve(id + "/stat")))
                .findFirst();
    }

    /** User and kernel CPU time so far, in microseconds; NaN without processes, or when one has ended. */
    public double cpuMicros() {
        return sum(this::cpuMicros);
    }

    /** Resident memory in bytes; NaN without processes, or when one has ended. */
    public double residentBytes() {
        return sum(this::residentBytes);
    }

    private interface Reading {
        double of(long id) throws IOException;
    }

    private double sum(Reading reading) {
        double sum = ids.isEmpty() ? Double.NaN : 0;
        for (long id : ids) {
            try {
                sum += reading.of(id);
            } catch (IOException | RuntimeException e) {
                return Double.NaN;
            }
        }
        return sum;
    }

    private double cpuMicros(long id) throws IOException {
        String stat = Files.readString(proc.resolve(id + "/stat"));
        // The second field is the command in brackets and may hold anything, also brackets.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME - STATE]) + Long.parseLong(fields[UTIME - STATE + 1]);
        return (double) ticks * MICROS_PER_TICK;
    }

    private double residentBytes(long id) throws IOException {
        for (String line : Files.readAllLines(proc.resolve(id + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024.0;
            }
        }
        return Double.NaN;
    }
}
