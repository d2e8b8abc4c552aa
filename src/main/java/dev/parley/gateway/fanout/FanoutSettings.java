package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.gateway.command.CommandNumbers;
import dev.parley.gateway.command.CommandSettings;
import dev.parley.store.History;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The parts, limits and names that the fan-out of one gateway works with.
 *
 * @param membership which nodes there are; this one is shown to clients
 * @param directory where rooms are found
 * @param gateway this gateway's name on the bus
 * @param ids makes unique texts
 * @param flushes decides when frames leave
 * @param removalsAreKnown whether it is known who was taken out of rooms until a moment ago; from any thread
 */
public record FanoutSettings(
        Bus bus,
        History history,
        Limits limits,
        RoomsConfig rooms,
        FanoutObserver observer,
        Membership membership,
        RoomDirectory directory,
        String gateway,
        Supplier<String> ids,
        FlushScheduler flushes,
        BooleanSupplier removalsAreKnown) {

    /** Those of them that commands need, once a gateway. */
    public CommandSettings commands() {
        return new CommandSettings(bus, rooms, membership, directory, gateway, new CommandNumbers(), ids);
    }
}
