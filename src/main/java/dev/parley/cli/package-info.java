/**
 * The command line: {@code parley} starts a node, {@code config check} reads its configuration, {@code token} makes a
 * token, {@code bench} loads a server, {@code version} and {@code help} tell about the program.
 *
 * <p>Who calls it: {@code Main}. What it promises: exit status 2 and one line a fault on the error stream when the
 * usage or the configuration is wrong, before anything listens; results alone on the output stream, logs on the error
 * stream; JSON lines alone where {@code log.format} is {@code json}. {@link dev.parley.cli.LogOutput} sets up the log.
 * Limits: none.
 */
@CheckReturnValue
package dev.parley.cli;

import com.google.errorprone.annotations.CheckReturnValue;
