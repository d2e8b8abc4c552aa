package dev.parley.bench;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * The parts of the process that the commands may use; {@code cli} passes them in.
 *
 * @param environment the environment variables
 * @param out where tables go
 * @param err where failures are reported
 */
public record BenchIo(Map<String, String> environment, PrintWriter out, PrintWriter err, InstantSource clock) {}
