package dev.parley.api;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.RoomCommand;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestConfig;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An embedded node and an ordinary one are a cluster; when the first stops, its Vert.x stays a member. */
class EmbedClusterTest {
    private final TestCluster cluster = TestCluster.of(1);
    private final TestNode ordinary = cluster.node(0);
    private final JsonObject config = new JsonObject()
            .put(
                    "http",
                    new JsonObject().put("host", "127.0.0.1").put("port", 0).put("loops", 2))
            .put("store", new JsonObject().put("url", cluster.url()))
            .put("auth", new JsonObject().put("secret", TestConfig.SECRET))
            .put("drain", new JsonObject().put("window", "500ms"))
            .put(
                    "cluster",
                    new JsonObject()
                            .put("enabled", true)
                            .put("host", "127.0.0.1")
                            .put("port", TestCluster.freePort())
                            .put("settle", "500ms"));
    private final Vertx vertx = await(Parley.clusteredVertx(new VertxOptions().setEventLoopPoolSize(2), config));

    @AfterEach
    void close() {
        await(vertx.close());
        cluster.close();
    }

    private int hosting() {
        return ordinary.node().membership().view().ring().nodes().size();
    }

    /** A room of the embedded node, or of the ordinary one. */
    private String room(boolean embedded) {
        for (int i = 0; ; i++) {
            String room = "room-" + embedded + i;
            if (ordinary.node().membership().view().ring().isOwner(ordinary.name(), room) != embedded) {
                return room;
            }
        }
    }

    private void assertMembersReachEachOther() {
        vertx.eventBus().consumer("own", message -> message.reply("of the program"));
        Frames.until("the address is known", () -> ordinary.node()
                .vertx()
                .eventBus()
                .request("own", "?")
                .map(reply -> reply.body().equals("of the program"))
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    @Test
    void anEmbeddedNodeIsOneOfTheCluster() {
        Parley parley = await(Parley.embed(vertx, config));
        Frames.until("both host rooms", () -> hosting() == 2);
        String own = room(true);
        String others = room(false);
        TestSocket ann = ordinary.connect("ann");
        TestSocket bob = TestSocket.connect(parley.port(), "/ws", ordinary.token("bob"));
        for (String room : List.of(own, others)) {
            ann.enter(room);
            bob.enter(room);
            ann.say(room, "a", "from ann");
            bob.say(room, "b", "from bob");
            Frames.until(
                    "both hear both",
                    () -> Frames.messages(ann.all(), room).size() == 2
                            && Frames.messages(bob.all(), room).size() == 2);
            await(vertx.eventBus().request("room." + room, new RoomCommand.Who()));
        }
        assertEquals(1, Probe.rooms(ordinary));

        var stopped = parley.stop();
        assertEquals(1012, bob.awaitClose());
        await(stopped);
        assertEquals(1, hosting());
        for (String room : List.of(own, others)) {
            ann.say(room, "c", "still here");
            assertEquals(List.of("from ann", "from bob", "still here"), Probe.texts(ordinary, room));
        }
        assertEquals(List.of(), Frames.ofType(ann.all(), "resync"));

        assertMembersReachEachOther();
        ReplyException nobody = (ReplyException) failure(vertx.eventBus().request("room." + own, "hello"));
        assertEquals(ReplyFailure.NO_HANDLERS, nobody.failureType());
        String why = failure(Parley.embed(vertx, config)).getMessage();
        assertTrue(why.contains("must be a clustered Vert.x in which no node has run"), why);
    }

    @Test
    void aVertxOfTheClusterIsAskedForTheSameCluster() {
        assertMembersReachEachOther();
        JsonObject other = config.copy();
        other.getJsonObject("cluster").put("name", "other");
        String why = failure(Parley.embed(vertx, other)).getMessage();
        assertTrue(why.contains("with which Parley.clusteredVertx made this Vert.x"), why);
        other.getJsonObject("cluster").put("enabled", false);
        String alone = failure(Parley.embed(vertx, other)).getMessage();
        assertTrue(alone.startsWith("config cluster.enabled: must be true in a clustered Vert.x"), alone);
        await(Parley.embed(vertx, config).compose(Parley::stop));
    }
}
