package dev.parley.room.lifecycle;

import dev.parley.bus.Bus;
import dev.parley.capability.Contributions;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.AiConfig;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.room.rules.Assistants;
import dev.parley.store.Store;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The services and limits that all rooms of a node share.
 *
 * @param directory where other rooms, and this one after it has moved, are found
 * @param contributions what capabilities decide in rooms
 * @param observer counts what becomes of rooms
 * @param forgetRoom drops what other parts of the node have cached for a room; from any thread
 * @param clock the time that is stored
 * @param ids makes unique ids
 */
public record RoomSettings(
        Bus bus,
        Store store,
        Limits limits,
        RoomsConfig rooms,
        AiConfig ai,
        Assistants assistants,
        AnswerQuota quota,
        TokenQuota tokens,
        Membership membership,
        RoomDirectory directory,
        Contributions contributions,
        RoomObserver observer,
        Function<String, Future<Void>> forgetRoom,
        Clock clock,
        Supplier<String> ids) {}
