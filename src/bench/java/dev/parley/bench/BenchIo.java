package dev.parley.bench;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the commands may touch of the process, passed in by {@code cli}.
 *
 * @param environment the variables
 * @param out tables
 * @param err what failed
 */
public record BenchIo(Map<String, String> environment, PrintWriter out, PrintWriter err, InstantSource clock) {}
