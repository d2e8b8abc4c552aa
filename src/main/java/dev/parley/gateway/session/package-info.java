/**
 * A client's conversation, whatever door it came by: frames in, answers out, and its seats in rooms.
 *
 * <p>Where to read first: {@link dev.parley.gateway.session.Session} (who it is and how long it lives), {@code Intake} (what
 * it sends), {@code Frames} (what each frame does), {@code Seats} (where it sits).
 *
 * <p>Who calls it: the doors hand in what a client sends; {@link dev.parley.gateway.session.Sessions} looks after all of
 * one gateway once a second. What it promises: every frame gets a result or an error; nothing one client sends ends
 * another's connection; a token's end is the connection's end. On the gateway's context. Limits: {@code config.Limits}.
 */
@CheckReturnValue
package dev.parley.gateway.session;

import com.google.errorprone.annotations.CheckReturnValue;
