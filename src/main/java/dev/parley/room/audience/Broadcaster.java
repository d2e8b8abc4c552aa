package dev.parley.room.audience;

import dev.parley.bus.Bus;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent.Broadcast;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.messages.NodeEvent;
import dev.parley.model.Event;
import dev.parley.room.rules.Audience;
import dev.parley.room.rules.Room;
import dev.parley.time.Micros;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends the frames of a room to the gateways of its {@link Audience}, one message a node.
 *
 * <p>Frames of one pass of the event loop, such as those of one commit, leave together. On the room's context; it holds
 * no more than one pass makes.
 */
public final class Broadcaster {
    private final Bus bus;
    private final String node;
    private final Room room;
    private final Context context;
    private List<Frame> collected = new ArrayList<>();

    public Broadcaster(Bus bus, String node, Room room, Context context) {
        this.bus = bus;
        this.node = node;
        this.room = room;
        this.context = context;
    }

    /** Sends the frame of a committed event. */
    public void durable(Event event) {
        collect(Frame.of(event, ServerFrame.of(event).encode()));
    }

    /** Sends a frame that is not stored. */
    public void passing(ServerFrame frame) {
        collect(new Frame(0, null, frame.encode()));
    }

    /** Sends a frame that is not stored to all but one user. */
    public void passingExcept(String user, ServerFrame frame) {
        collect(new Frame(0, user, frame.encode()));
    }

    /** Sends a frame that is not stored to these users alone. */
    public void passingTo(List<String> users, ServerFrame frame) {
        collect(Frame.only(users, frame.encode()));
    }

    private void collect(Frame frame) {
        if (collected.isEmpty()) {
            context.runOnContext(v -> flush());
        }
        collected.add(frame);
    }

    /** Sends what was collected, so that a reply that is sent next arrives after it. */
    void flush() {
        if (!collected.isEmpty()) {
            Broadcast broadcast = new Broadcast(room.name(), room.epoch(), room.seq(), Micros.now(), collected);
            room.audience().gatewaysByNode().forEach((at, gateways) -> send(at, gateways, broadcast));
            collected = new ArrayList<>();
        }
    }

    /** Once to each node, which hands it to those of its gateways. */
    private void send(String at, List<String> gateways, Broadcast broadcast) {
        if (at.equals(node)) {
            gateways.forEach(gateway -> bus.send(Addresses.gateway(gateway), broadcast));
        } else {
            bus.send(Addresses.gateways(at), new NodeEvent.Spread(gateways, broadcast));
        }
    }

    /** Tells one gateway how far the room is, after all that was sent before. */
    void tellPosition(String gateway, ServerFrame... passing) {
        flush();
        List<Frame> frames = Stream.of(passing)
                .map(frame -> new Frame(0, null, frame.encode()))
                .toList();
        bus.send(
                Addresses.gateway(gateway), new Broadcast(room.name(), room.epoch(), room.seq(), Micros.now(), frames));
    }
}
