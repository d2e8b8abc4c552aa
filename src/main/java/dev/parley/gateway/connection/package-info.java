/**
 * A client's conversation, whatever door it came by: frames in, answers out, and its seats in rooms.
 *
 * <p>Where to read first: {@link dev.parley.gateway.connection.Connection} (who it is and how long it lives), {@code FrameInbox} (what
 * it sends), {@code FrameHandler} (what each frame does), {@code Subscriptions} (where it sits).
 *
 * <p>Who calls it: the doors hand in what a client sends; {@link dev.parley.gateway.connection.Connections} looks after all of
 * one gateway once a second. What it promises: every frame gets a result or an error; nothing one client sends ends
 * another's connection; a token's end is the connection's end. On the gateway's context. Limits: {@code config.Limits}.
 */
@CheckReturnValue
package dev.parley.gateway.connection;

import com.google.errorprone.annotations.CheckReturnValue;
