package dev.parley.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir
    Path proc;

    @BeforeEach
    void twoProcesses() throws IOException {
        process(7, "java", 250, 50, 2048);
        process(8, "a (b) 1 2", 3, 4, 1024);
    }

    private void process(int id, String command, int user, int system, int kilobytes) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(String.valueOf(id)));
        String stat =
                id + " (" + command + ") S 1 2 3 4 5 6 10 11 12 13 " + user + " " + system + " 900 901 20 0 30 0\n";
        Files.writeString(folder.resolve("stat"), stat);
        Files.writeString(
                folder.resolve("status"),
                "Name:\t" + command + "\nVmHWM:\t    9999 kB\nVmRSS:\t    " + kilobytes + " kB\nThreads:\t3\n");
    }

    @Test
    void cpuTimeIsOfUserAndKernelInHundredths() {
        assertEquals(3_000_000, new Processes(proc, List.of(7L)).cpuMicros());
    }

    @Test
    void severalAreAddedUpWhateverTheirCommands() {
        assertEquals(3_070_000, new Processes(proc, List.of(7L, 8L)).cpuMicros());
        assertEquals(3 * 1024 * 1024, new Processes(proc, List.of(7L, 8L)).residentBytes());
    }

    @Test
    void withoutProcessesThereAreNoFigures() {
        assertEquals(Double.NaN, new Processes(proc, List.of()).cpuMicros());
        assertEquals(Double.NaN, new Processes(proc, List.of()).residentBytes());
    }

    @Test
    void oneThatIsGoneIsNamedAndLeavesNoFigure() {
        Processes processes = new Processes(proc, List.of(7L, 9L));
        assertEquals(Optional.of(9L), processes.missing());
        assertEquals(Double.NaN, processes.cpuMicros());
        assertEquals(Optional.empty(), new Processes(proc, List.of(7L)).missing());
    }

    @Test
    void theKernelsOwnFormatIsRead() {
        Processes self =
                new Processes(Path.of("/proc"), List.of(ProcessHandle.current().pid()));
        assertTrue(self.cpuMicros() > 0);
        assertTrue(self.residentBytes() > 1 << 20);
    }
}
