package dev.parley.gateway.command;

import dev.parley.bus.Bus;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.RoomsConfig;
import java.util.function.Supplier;

/**
 * What the way up to the rooms is given.
 *
 * @param membership which nodes there are
 * @param directory where rooms are found
 * @param ids unique texts, for messages whose sender gave none
 */
public record CommandSettings(
        Bus bus, RoomsConfig rooms, Membership membership, RoomDirectory directory, Supplier<String> ids) {}
