/**
 * Front ends that others have made: the Vercel AI SDK's chat and AG-UI, over server-sent events.
 *
 * <p>What it is: {@link dev.parley.gateway.chat.ChatEndpoint} has the routes; a request enters a room by a connection
 * like any socket's ({@link dev.parley.gateway.connection.InProcessClient}), {@code TurnFinder} finds the turn that it
 * is about, {@code ChatStream} streams its answer, {@code AnswerFollower} follows that answer through the same frames
 * that every socket gets, and a renderer writes it: {@code UiMessageStream} or {@code AgUiStream}. A new question, a
 * question sent again, a stream that was broken off and an answer that waited for a person take one path. Who calls it:
 * the gateway's router.
 *
 * <p>Frames are records here, both ways. What a room broadcasts comes as bytes even on its own node, since sockets, the
 * hot path, need nothing else and no record is kept alive for them; it is read once an event loop, and only where
 * somebody follows an answer ({@link dev.parley.contract.AnswerFrame}). What one connection alone gets (a replay,
 * {@code resync}) was never bytes. A type that this version does not know is passed over.
 *
 * <p>What it promises: a reader ends with exactly the answer that is stored, wherever it comes in and whatever was lost
 * on the way; a reader that goes away stops nothing; what fails before the stream is a problem document, later an error
 * event. A stream counts as a connection and as being present: a user who watches an answer is in the room.
 *
 * <p>Limits: {@code limits.body}, {@code limits.connectionsPerUser}, {@code limits.connections}, {@code
 * limits.messages}; a reader with more than {@code limits.outbox} unread is cut off and may come back. On the gateway's
 * context.
 */
@CheckReturnValue
package dev.parley.gateway.chat;

import com.google.errorprone.annotations.CheckReturnValue;
