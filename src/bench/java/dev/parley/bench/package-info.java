/**
 * {@code parley bench}: loads a server that speaks the contract's raw WebSocket, and reports.
 *
 * <p>What it is: one small class a command; what they do is in {@code load}. Who calls it: {@code cli}. What it promises: exit status 1 and one line
 * when nothing could be measured, 2 for wrong usage; tables on the output stream. It knows nothing of the server but its frames. Limits: one event loop,
 * so at most one core.
 */
@CheckReturnValue
package dev.parley.bench;

import com.google.errorprone.annotations.CheckReturnValue;
