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
 * @param gateway the name of the gateway that sends them
 * @param numbers numbers them
 * @param ids makes unique texts, for messages that came without an id
 */
public record CommandSettings(
        Bus bus,
        RoomsConfig rooms,
        Membership membership,
        RoomDirectory directory,
        String gateway,
        CommandNumbers numbers,
        Supplier<String> ids) {}
