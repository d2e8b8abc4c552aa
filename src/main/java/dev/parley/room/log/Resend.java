package dev.parley.room.log;

import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.RoomReply;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.List;

/** Finds the reply for a message that a limit refuses but that the store already holds: a resend is never refused. */
public final class Resend {
    private Resend() {}

    /** Fails with {@code limit} unless the store holds this very message. */
    public static Future<RoomReply> reply(History history, String room, Say command, Refusal limit) {
        return history.seqOf(room, command.id()).compose(seq -> {
            if (seq.isEmpty()) {
                return Future.failedFuture(limit);
            }
            return history.eventsAfter(room, seq.get() - 1, 1).compose(found -> first(found, command, limit));
        });
    }

    private static Future<RoomReply> first(List<Event> found, Say command, Refusal limit) {
        if (found.isEmpty() || !isSame(found.get(0), command)) {
            return Future.failedFuture(limit);
        }
        Event event = found.get(0);
        return Future.succeededFuture(new RoomReply.Stored(event.id(), event.seq(), event.ts(), true));
    }

    private static boolean isSame(Event event, Say command) {
        return command.id().equals(event.id())
                && event.from().id().equals(command.by().author().id())
                && event.from().kind() == command.by().author().kind()
                && event.body().equals(command.content().body());
    }
}
