package dev.parley.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command may use of its process, passed in so that tests can run a command without a process. Immutable.
 *
 * @param environment the variables
 * @param out where results go
 * @param err where faults and warnings go
 * @param starter runs a node
 */
public record ProcessIo(
        Map<String, String> environment, PrintWriter out, PrintWriter err, InstantSource clock, NodeStarter starter) {}
