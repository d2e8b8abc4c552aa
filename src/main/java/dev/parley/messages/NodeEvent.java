package dev.parley.messages;

import dev.parley.bus.Wire;
import java.util.List;

/** What nodes tell each other, on {@link Addresses#NODES} or at {@link Addresses#gateways}. */
@Wire("NodeEvent")
public sealed interface NodeEvent {

    /** A node comes, goes, or takes rooms from now on: look at once who is there. */
    @Wire("Changed")
    record Changed(String node) implements NodeEvent {}

    /** Frames for these gateways of one node: they cross the wire once. */
    @Wire("Spread")
    record Spread(List<String> gateways, GatewayEvent.Broadcast broadcast) implements NodeEvent {}
}
