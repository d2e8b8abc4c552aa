package dev.parley.capability;

import java.util.List;
import java.util.Optional;

/**
 * What an open capability adds to its node. Immutable.
 *
 * @param routes of the HTTP API
 * @param frames from clients
 * @param rooms what it decides in rooms; absent when it has no part in them
 * @param mailbox what it hears from other nodes; absent when it hears nothing
 * @param parts what starts and stops with the node, in this order
 */
public record Contribution(
        List<HttpRoute> routes,
        List<FrameType> frames,
        Optional<RoomRules<?>> rooms,
        Optional<Mailbox> mailbox,
        List<CapabilityPart> parts) {
    /** Nothing. */
    public static final Contribution NONE =
            new Contribution(List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());

    public Contribution {
        routes = List.copyOf(routes);
        frames = List.copyOf(frames);
        parts = List.copyOf(parts);
    }

    public Contribution withRoutes(List<HttpRoute> own) {
        return new Contribution(own, frames, rooms, mailbox, parts);
    }

    public Contribution withFrames(List<FrameType> own) {
        return new Contribution(routes, own, rooms, mailbox, parts);
    }

    public Contribution withRooms(RoomRules<?> own) {
        return new Contribution(routes, frames, Optional.of(own), mailbox, parts);
    }

    public Contribution withMailbox(Mailbox own) {
        return new Contribution(routes, frames, rooms, Optional.of(own), parts);
    }

    public Contribution withParts(List<CapabilityPart> own) {
        return new Contribution(routes, frames, rooms, mailbox, own);
    }
}
