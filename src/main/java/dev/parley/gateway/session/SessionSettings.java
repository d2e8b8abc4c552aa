package dev.parley.gateway.session;

import dev.parley.auth.Authenticator;
import dev.parley.config.Limits;
import dev.parley.gateway.fanout.RoomFeeds;
import dev.parley.protocol.FrameReader;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.function.Function;

/**
 * What every session of one gateway is given.
 *
 * @param sessionIsOpen whether an opaque session was not ended, by {@code Identity.session()}
 * @param node this node, shown to clients
 */
public record SessionSettings(
        RoomFeeds feeds,
        Authenticator authenticator,
        Function<String, Future<Boolean>> sessionIsOpen,
        Limits limits,
        FrameReader reader,
        Clock clock,
        String node,
        TrafficObserver traffic) {}
