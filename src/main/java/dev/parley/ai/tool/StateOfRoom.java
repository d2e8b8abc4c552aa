package dev.parley.ai.tool;

import dev.parley.bus.Bus;
import dev.parley.messages.Addresses;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The shared state of a turn's own room, as its assistant reaches it: the room decides, over the bus. The assistant is
 * shown as who changes it; the rights are those of the person who asked, and no more than a member's.
 */
final class StateOfRoom {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ID_CHARS_MAX = 64;

    private final Bus bus;

    StateOfRoom(Bus bus) {
        this.bus = bus;
    }

    Future<RoomReply.SharedState> read(Turn turn) {
        return ask(turn, new RoomCommand.ReadState(asker(turn))).map(RoomReply.SharedState.class::cast);
    }

    /** Changes it once, however often this is called for the same call of the turn. */
    Future<RoomReply.Stored> patch(Turn turn, String call, String patch, long base) {
        Author assistant = new Author(turn.assistant(), turn.assistant(), Author.Kind.ASSISTANT);
        Speaker by = new Speaker(assistant, asker(turn).role(), "");
        return ask(turn, new RoomCommand.Patch(id(turn, call), by, asker(turn), patch, base))
                .map(RoomReply.Stored.class::cast);
    }

    private static String id(Turn turn, String call) {
        String id = turn.id() + "." + call;
        return id.length() <= ID_CHARS_MAX ? id : Content.digest(id);
    }

    /** The person was let into the room in order to ask. */
    private static Principal asker(Turn turn) {
        return new Principal(turn.asker().id(), Role.leastOf(turn.asker()), List.of("*"));
    }

    private Future<RoomReply> ask(Turn turn, RoomCommand command) {
        return bus.request(Addresses.room(turn.room()), command, PATIENCE)
                .recover(failure -> Future.failedFuture(
                        Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the room cannot be reached now"))));
    }
}
