/**
 * The command {@code parley bench}: puts load on a server through its WebSocket contract and reports the figures.
 *
 * <p>This package has one small class for each subcommand; the work is done in {@code load}. {@code cli} calls it. The
 * exit status is 1, with one line of explanation, when nothing could be measured, and 2 when the usage is wrong; tables
 * go to the output stream. The load generator knows only the frames of the contract, so it can measure any server that
 * speaks them.
 *
 * <p>Limit: it uses one event loop, so at most one core.
 */
@CheckReturnValue
package dev.parley.bench;

import com.google.errorprone.annotations.CheckReturnValue;
