/**
 * A client's connection, by whatever transport it came: frames in, replies and events out, and its places in rooms.
 *
 * <p>Where to read first: {@link dev.parley.gateway.connection.Connection} (whose it is and how long it lives), {@code
 * FrameInbox} (what the client sends), {@code FrameHandler} (what each frame does), {@code Subscriptions} (its places
 * in rooms).
 *
 * <pre>
 *  /ws: text ─────► FrameReader ───┐
 *  /eventbus: text ► FrameReader ──┼► FrameInbox ──────► ConnectionFrameHandler ──┐
 *  /api/chat, /agui: InProcessClient┘ counts, finds room   enters the room          ├► FrameHandler ─► RoomClient
 *  /api/rooms: InProcessClient ──────────────────────────► RequestFrameHandler ─────┘
 *                                                          follows nothing
 * </pre>
 *
 * <p>A {@code FrameHandler} is the one place where a frame's type, room and id are known and nothing was done yet. What
 * was never text is never made text: such a sender makes a {@link dev.parley.contract.ClientFrame} itself. There, what
 * nodes of an older version would not understand is refused while there are any.
 *
 * <p>Who calls it: the endpoints hand in what a client sends; {@link dev.parley.gateway.connection.Connections} checks
 * all connections of one gateway once a second. What it promises: every frame gets a reply or a refusal; nothing one
 * client sends ends another's connection; a token's end is the connection's end. On the gateway's context. Limits:
 * {@code config.Limits}.
 */
@CheckReturnValue
package dev.parley.gateway.connection;

import com.google.errorprone.annotations.CheckReturnValue;
