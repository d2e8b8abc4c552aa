package dev.parley.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command may touch of the process, passed in so that tests can run one without a process.
 *
 * @param environment the variables
 * @param out answers
 * @param err faults and warnings
 * @param starter what runs a node
 */
public record ProcessIo(
        Map<String, String> environment, PrintWriter out, PrintWriter err, InstantSource clock, NodeStarter starter) {}
