package dev.parley.gateway;

import dev.parley.access.Access;
import dev.parley.auth.Authenticator;
import dev.parley.auth.SessionTokens;
import dev.parley.bus.Bus;
import dev.parley.capability.Contributions;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.connection.TrafficObserver;
import dev.parley.gateway.fanout.FanoutObserver;
import dev.parley.gateway.fanout.RemovalWatch;
import dev.parley.gateway.http.HttpObserver;
import dev.parley.gateway.http.route.ApiDocuments;
import dev.parley.gateway.http.route.Assets;
import dev.parley.limit.KeyedRate;
import dev.parley.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * The parts and settings that every gateway of a node works with.
 *
 * @param membership which nodes there are, and this one's name
 * @param directory where rooms are found
 * @param contributions of capabilities
 * @param sessionRate sessions opened from one address, shared
 * @param removals who was taken out of rooms
 * @param assets the web client
 * @param apiDocuments the descriptions of the API
 * @param ids makes unique texts
 */
public record GatewaySettings(
        Config config,
        Membership membership,
        RoomDirectory directory,
        Bus bus,
        Store store,
        Access access,
        Contributions contributions,
        Authenticator authenticator,
        SessionTokens sessions,
        Admission admission,
        KeyedRate sessionRate,
        PrometheusMeterRegistry registry,
        TrafficObserver traffic,
        FanoutObserver fanout,
        HttpObserver http,
        RemovalWatch removals,
        Assets assets,
        ApiDocuments apiDocuments,
        Clock clock,
        Supplier<String> ids) {}
