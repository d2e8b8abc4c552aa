/**
 * The turns of a room from the question to the stored answer, over attempts on one node or several.
 *
 * <p>{@link dev.parley.room.turn.Turns} is the entry; {@link dev.parley.room.turn.Attempts} tries a turn,
 * {@link dev.parley.room.turn.ReplyChain} talks with one AI verticle, {@link dev.parley.room.turn.Approvals} waits for
 * people, {@link dev.parley.room.turn.TurnLog} stores progress. On the room's context. A turn is a row in the store, so
 * a new owner of the room goes on with it; every accepted turn reaches exactly one end. A reply from the AI verticle
 * comes only after a pull, so a room that is slow, or gone, slows or stops the provider call.
 *
 * <p>A turn whose prompt is deleted ends as cancelled, and nothing of what it said is left: at once, or by the next
 * owner of the room. An edit of the prompt changes nothing that is running; a step that begins later is asked with the
 * new text.
 */
@CheckReturnValue
package dev.parley.room.turn;

import com.google.errorprone.annotations.CheckReturnValue;
