/**
 * The command line: {@code parley} starts a node, {@code token} mints a token, {@code bench} loads a
 * server, {@code version} says what this is.
 *
 * <p>Who calls it: {@code Main}. What it promises: exit status 2 and one line a fault on the error stream when the usage or
 * the configuration is wrong, before anything listens; tokens and answers alone on the output stream, logs on the error
 * stream. Limits: none of its own.
 */
@CheckReturnValue
package dev.parley.cli;

import com.google.errorprone.annotations.CheckReturnValue;
