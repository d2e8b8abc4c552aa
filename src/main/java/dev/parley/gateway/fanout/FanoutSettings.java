package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.store.Store;

/**
 * What the fan-out of one gateway is given.
 *
 * @param node this node, shown to clients
 * @param gateway this gateway's name on the bus
 */
public record FanoutSettings(
        Bus bus, Store store, Limits limits, RoomsConfig rooms, FanoutObserver observer, String node, String gateway) {}
