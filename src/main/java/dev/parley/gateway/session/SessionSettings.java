package dev.parley.gateway.session;

import dev.parley.auth.Authenticator;
import dev.parley.config.Limits;
import dev.parley.gateway.fanout.RoomFeeds;
import dev.parley.protocol.FrameReader;
import java.time.Clock;

/**
 * What every session of one gateway is given.
 *
 * @param node this node, shown to clients
 */
public record SessionSettings(
        RoomFeeds feeds,
        Authenticator authenticator,
        Limits limits,
        FrameReader reader,
        Clock clock,
        String node,
        TrafficObserver traffic) {}
