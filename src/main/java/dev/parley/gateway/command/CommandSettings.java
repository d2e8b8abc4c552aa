package dev.parley.gateway.command;

import dev.parley.bus.Bus;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.RoomsConfig;
import java.util.function.Supplier;

/**
 * The parts and limits that commands to rooms need.
 *
 * @param membership which nodes there are
 * @param directory where rooms are found
 * @param ids makes unique texts, for messages that came without an id
 */
public record CommandSettings(
        Bus bus, RoomsConfig rooms, Membership membership, RoomDirectory directory, Supplier<String> ids) {}
