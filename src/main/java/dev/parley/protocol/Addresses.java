package dev.parley.protocol;

import dev.parley.bus.Address;
import dev.parley.bus.Topic;
import java.util.List;

/** Every name on the event bus. */
public final class Addresses {
    /** The AI verticle. */
    public static final Address<AiCommand, AiReply> AI = new Address<>("ai");

    /** All gateways of the cluster. */
    public static final Topic<GatewayEvent> GATEWAYS = new Topic<>("gateways");

    /** The sealed families that travel. */
    public static final List<Class<?>> FAMILIES = List.of(
            RoomCommand.class,
            RoomReply.class,
            GatewayEvent.class,
            GatewayQuery.class,
            GatewayQuery.Reply.class,
            HostCommand.class,
            HostCommand.Reply.class,
            AiCommand.class,
            AiReply.class);

    private Addresses() {}

    /** A room that is in memory. */
    public static Address<RoomCommand, RoomReply> room(String room) {
        return new Address<>("room." + room);
    }

    /** The node that can bring a room into memory. */
    public static Address<HostCommand, HostCommand.Reply> host(String node) {
        return new Address<>("rooms." + node);
    }

    /** One gateway. */
    public static Address<GatewayEvent, Void> gateway(String gateway) {
        return new Address<>("gateway." + gateway);
    }

    /** Who is connected at one gateway. */
    public static Address<GatewayQuery, GatewayQuery.Reply> roster(String gateway) {
        return new Address<>("roster." + gateway);
    }
}
