package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.parley.bus.newer.Talk.Mood;
import dev.parley.bus.newer.Talk.Sung;
import dev.parley.bus.older.Talk;
import dev.parley.testing.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node of the next version beside one of this: real ones, on a real wire. */
class NeighboursTest {
    private static final Address<dev.parley.bus.newer.Talk, dev.parley.bus.newer.Talk> ASKED = new Address<>("talk");
    private static final Address<Talk, Talk> SERVED = new Address<>("talk");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";

    private final String cluster = "parley-" + UUID.randomUUID();
    private final int firstPort = TestCluster.freePort();
    private volatile String servedAt;
    private Vertx older;
    private Vertx newer;
    private Bus olderBus;
    private Bus newerBus;

    @BeforeEach
    void start() throws Exception {
        HazelcastClusterManager first = new HazelcastClusterManager(config(firstPort));
        older = join(first);
        servedAt = first.getNodeId();
        newer = join(new HazelcastClusterManager(config(TestCluster.freePort())));
        olderBus = new Bus(older, List.of(Talk.class), servedAt, () -> List.of(servedAt));
        newerBus = new Bus(newer, List.of(dev.parley.bus.newer.Talk.class), "newer", () -> List.of(servedAt));
    }

    @AfterEach
    void stop() throws Exception {
        for (Vertx each : new Vertx[] {newer, older}) {
            if (each != null) {
                await(each.close());
            }
        }
    }

    private Vertx join(HazelcastClusterManager members) throws Exception {
        Routes routes = (address, node) -> {
            node.succeed(servedAt);
            return true;
        };
        return await(ClusteredBus.start(new VertxOptions().setEventLoopPoolSize(1), null, members, routes, HOST, 0));
    }

    private Config config(int port) {
        System.setProperty("hazelcast.logging.type", "none");
        Config config = new Config();
        config.setClusterName(cluster);
        config.setProperty("hazelcast.logging.type", "none")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0");
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(HOST);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(HOST + ":" + firstPort);
        return config;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    }

    private void assertRefused(dev.parley.bus.newer.Talk command) {
        Throwable failure = assertThrows(
                        ExecutionException.class, () -> await(newerBus.request(ASKED, command, PATIENCE)))
                .getCause();
        assertEquals(ReplyFailure.ERROR, ((ReplyException) failure).failureType());
        assertFalse(Bus.isLost(failure) || Bus.isAbsent(failure));
        assertTrue(failure.getMessage().contains("of another version"), failure.getMessage());
    }

    @Test
    void whatOneDoesNotKnowIsRefusedAndTheConnectionGoesOn() throws Exception {
        await(olderBus.serve(SERVED, exchange -> exchange.reply(exchange.body()))
                .ready());
        assertRefused(new Sung("la"));
        assertRefused(VersionsTest.said("hi", Mood.GLAD));
        var answer = (dev.parley.bus.newer.Talk.Spoken)
                await(newerBus.request(ASKED, VersionsTest.said("hi", Mood.CALM), PATIENCE));
        assertEquals("hi", answer.text());
        assertEquals(List.of(), answer.tags(), "it came by way of the older");
    }

    @Test
    void whatOneDoesNotKnowOfWhatIsPublishedIsDropped() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        await(olderBus.subscribe(new Topic<>("news"), heard::add).ready());
        Topic<dev.parley.bus.newer.Talk> news = new Topic<>("news");
        newerBus.publish(news, new Sung("la"));
        newerBus.publish(news, VersionsTest.said("hi", Mood.LOUD));
        assertEquals(
                new Talk.Said(VersionsTest.ANN, "hi", Talk.Mood.LOUD),
                heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
