package dev.parley.gateway.connection;

import dev.parley.access.Access;
import dev.parley.auth.Authenticator;
import dev.parley.capability.Contributions;
import dev.parley.cluster.ClusterLevel;
import dev.parley.config.Limits;
import dev.parley.contract.FrameLimits;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.fanout.SubscribedRooms;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The parts and limits that every connection of one gateway works with.
 *
 * @param sessionIsOpen whether an opaque session was not ended, by {@code Identity.session()}
 * @param node this node, shown to clients
 * @param isOn whether every node of the cluster can deal with what needs this level
 */
public record ConnectionSettings(
        SubscribedRooms rooms,
        Authenticator authenticator,
        Function<String, Future<Boolean>> sessionIsOpen,
        Limits limits,
        FrameReader reader,
        Clock clock,
        String node,
        TrafficObserver traffic,
        Access access,
        Contributions contributions,
        Predicate<ClusterLevel> isOn) {

    /** What one frame may hold, of the limits that are configured. */
    public static FrameLimits frameLimits(Limits limits) {
        return new FrameLimits(
                limits.text(),
                limits.jsonFields(),
                limits.depth(),
                limits.event(),
                limits.signal(),
                limits.signalTo(),
                limits.statePatch());
    }
}
