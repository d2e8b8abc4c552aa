package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.Turn;
import java.util.List;

/**
 * An event to be stored, with what is stored in the same transaction.
 *
 * @param id the message's id; with {@code clientId} true it is the sender's key: stored once for {@code from} in the
 * room
 * @param digest of the content, to tell a resend from another message with the same id
 * @param body a JSON object's text
 * @param starts turns that begin with the event; the store sets their {@code promptSeq}
 * @param ends how a turn ends with the event; null for none
 */
public record Append(
        String room,
        long epoch,
        long ts,
        String type,
        String id,
        boolean clientId,
        Author from,
        String digest,
        String body,
        List<Turn> starts,
        TurnEnd ends) {}
