package dev.parley.room;

import dev.parley.contract.ServerFrame;
import dev.parley.messages.RoomCommand;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.rules.Room;
import java.util.List;

/** Sends custom events that are not stored to the members of a room. On the room's context. */
final class Signals {
    private final Room room;
    private final Broadcaster broadcaster;

    Signals(Room room, Broadcaster broadcaster) {
        this.room = room;
        this.broadcaster = broadcaster;
    }

    /** Sends it to the users that it names, else to all but its sender. Throws a {@link dev.parley.model.Refusal}. */
    void send(RoomCommand.Signal command) {
        room.signal(command, System.nanoTime());
        String sender = command.by().author().id();
        List<String> to = command.to();
        var frame = new ServerFrame.Signal(room.name(), sender, command.name(), command.data());
        if (to.isEmpty()) {
            broadcaster.passingExcept(sender, frame);
        } else {
            broadcaster.passingTo(to, frame);
        }
    }
}
