package dev.parley.room;

import dev.parley.bus.Bus;
import dev.parley.config.AiConfig;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.store.Store;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What every room of a node is given.
 *
 * @param gateways how many gateways this node has: a room that wakes up waits for their answers
 * @param clock the time that is stored
 * @param ids unique texts
 */
public record RoomSettings(
        Bus bus,
        Store store,
        Limits limits,
        RoomsConfig rooms,
        AiConfig ai,
        Assistants assistants,
        AnswerQuota quota,
        int gateways,
        Clock clock,
        Supplier<String> ids) {}
