package dev.parley.messages;

import dev.parley.bus.Address;
import dev.parley.bus.Topic;
import java.util.List;

/** Makes and reads every address on the event bus. */
public final class Addresses {
    /** All gateways of the cluster. */
    public static final Topic<GatewayEvent> GATEWAYS = new Topic<>("gateways");

    /** All nodes of the cluster. */
    public static final Topic<NodeEvent> NODES = new Topic<>("nodes");

    /** The capabilities of all nodes. */
    public static final Topic<CapabilityMessage> CAPABILITIES = new Topic<>("capabilities");

    /** The sealed families that travel. */
    public static final List<Class<?>> FAMILIES = List.of(
            RoomCommand.class,
            RoomReply.class,
            GatewayEvent.class,
            GatewayQuery.class,
            GatewayQuery.Reply.class,
            NodeEvent.class,
            HostCommand.class,
            HostCommand.Reply.class,
            AiCommand.class,
            AiReply.class,
            CapabilityMessage.class);

    private static final String ROOM = "room.";
    /** Kinds of addresses whose second part is a node's name, in which there is no dot. */
    private static final List<String> OF_A_NODE =
            List.of("gateway.", "gateways.", "rooms.", "ai.", "roster.", "capability.");

    private Addresses() {}

    /** A room, for everybody who wants to ask it something: any member of the cluster reaches it, and wakes it. */
    public static Address<RoomCommand, RoomReply> room(String room) {
        return new Address<>(ROOM + room);
    }

    /** A room that is in memory on this node: nobody else is asked. */
    public static Address<RoomCommand, RoomReply> room(String node, String room) {
        return new Address<>("rooms." + node + "." + room);
    }

    /** The node that can bring a room into memory. */
    public static Address<HostCommand, HostCommand.Reply> host(String node) {
        return new Address<>("rooms." + node);
    }

    /** The AI verticle of a node. */
    public static Address<AiCommand, AiReply> ai(String node) {
        return new Address<>("ai." + node);
    }

    /** One gateway; its name is its node's, a dot and a number. */
    public static Address<GatewayEvent, Void> gateway(String gateway) {
        return new Address<>("gateway." + gateway);
    }

    /** Several gateways of a node. */
    public static Address<NodeEvent, Void> gateways(String node) {
        return new Address<>("gateways." + node);
    }

    /** Who is connected at one gateway. */
    public static Address<GatewayQuery, GatewayQuery.Reply> roster(String gateway) {
        return new Address<>("roster." + gateway);
    }

    /** The capabilities of a node. */
    public static Address<CapabilityMessage, CapabilityMessage> capability(String node) {
        return new Address<>("capability." + node);
    }

    /** The node that a gateway is on. */
    public static String nodeOfGateway(String gateway) {
        return gateway.substring(0, gateway.lastIndexOf('.'));
    }

    /** Whether it is one of the names on this page. */
    public static boolean isOurs(String address) {
        return address.startsWith(ROOM) || nodeOf(address) != null;
    }

    /** The room that an address is for, wherever that is; null for all others. */
    public static String roomOf(String address) {
        return address.startsWith(ROOM) ? address.substring(ROOM.length()) : null;
    }

    /** The node that an address names; null when it names none. Asked for every message. */
    public static String nodeOf(String address) {
        for (String kind : OF_A_NODE) {
            if (address.startsWith(kind)) {
                int end = address.indexOf('.', kind.length());
                return address.substring(kind.length(), end < 0 ? address.length() : end);
            }
        }
        return GATEWAYS.has(address) || NODES.has(address) || CAPABILITIES.has(address) ? Topic.nodeOf(address) : null;
    }
}
