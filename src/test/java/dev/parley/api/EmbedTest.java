package dev.parley.api;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.auth.TokenMint;
import dev.parley.messages.RoomCommand;
import dev.parley.testing.Frames;
import dev.parley.testing.TestConfig;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestSocket;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node inside a Vert.x that belongs to somebody else, and is left as it was found. */
class EmbedTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger ticks = new AtomicInteger();
    private Set<String> deployed;

    /** What the program does besides. */
    @BeforeEach
    void host() {
        vertx.setPeriodic(10, t -> ticks.incrementAndGet());
        vertx.eventBus().<String>consumer("echo", message -> message.reply(message.body()));
        vertx.eventBus().registerCodec(new Reversed());
        vertx.eventBus().codecSelector(body -> body instanceof Thing ? "reversed" : null);
        await(vertx.deployVerticle(new AbstractVerticle() {}));
        deployed = vertx.deploymentIDs();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private JsonObject config() {
        return new JsonObject()
                .put(
                        "http",
                        new JsonObject().put("host", "127.0.0.1").put("port", 0).put("loops", 2))
                .put("store", new JsonObject().put("url", "sqlite:" + folder.resolve("parley.db")))
                .put("auth", new JsonObject().put("secret", TestConfig.SECRET))
                .put("drain", new JsonObject().put("window", "200ms"));
    }

    private static String token() {
        return new TokenMint(TestConfig.standard().auth(), InstantSource.system())
                .mint("ann", null, "member", List.of(), Duration.ofHours(1));
    }

    private static TestSocket connect(Parley parley) {
        return TestSocket.connect(parley.port(), "/ws", token());
    }

    private static int stored(Parley parley) {
        return new TestHttp("http://127.0.0.1:" + parley.port(), token())
                .getJson("/api/rooms/main/messages")
                .getJsonArray("messages")
                .size();
    }

    private void assertHostIsAsBefore() {
        int before = ticks.get();
        Frames.until("the host's timer runs", () -> ticks.get() > before);
        assertEquals(
                "hello",
                await(vertx.eventBus().<String>request("echo", "hello")).body());
        assertEquals(
                "olleh",
                await(vertx.eventBus().<String>request("echo", new Thing("hello")))
                        .body());
        assertEquals(deployed, vertx.deploymentIDs());
        assertTrue(vertx.sharedData().getLocalMap("dev.parley.node").isEmpty());
        ReplyException nobody = (ReplyException) failure(vertx.eventBus().request("room.main", "hello"));
        assertEquals(ReplyFailure.NO_HANDLERS, nobody.failureType());
        assertEquals(
                IllegalArgumentException.class,
                failure(Future.future(p -> p.handle(vertx.eventBus()
                                .request("echo", new RoomCommand.Who())
                                .mapEmpty())))
                        .getClass(),
                "its codecs are gone");
    }

    /** Threads but those of the program's own Vert.x, which makes them when it needs them. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("vert\\.x-(eventloop|worker|internal-blocking|acceptor)-thread-\\d+"))
                .filter(name -> !name.matches("(HttpClient|ForkJoinPool|process reaper|Common-Cleaner).*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itServesAndStopsAndTheHostGoesOn() {
        Parley parley = await(Parley.embed(vertx, config()));
        assertEquals("http://localhost:" + parley.port(), parley.url());
        assertTrue(vertx.deploymentIDs().size() > deployed.size());
        TestSocket ann = connect(parley);
        ann.enter("main");
        ann.say("main", "1", "hello");
        assertEquals(
                "hello",
                await(vertx.eventBus().<String>request("echo", "hello")).body());
        assertEquals(
                "olleh",
                await(vertx.eventBus().<String>request("echo", new Thing("hello")))
                        .body());
        await(vertx.eventBus().request("room.main", new RoomCommand.Who()));

        Future<Void> stopped = parley.stop();
        assertEquals(1012, ann.awaitClose());
        await(stopped);
        await(parley.stop());
        assertHostIsAsBefore();

        Parley again = await(Parley.embed(vertx, config()));
        assertEquals(1, stored(again), "what was acknowledged is stored");
        await(again.stop());
    }

    @Test
    void twentyTimesLeaveNothing() {
        await(Parley.embed(vertx, config()).compose(Parley::stop)); // libraries keep threads of their own
        Set<String> before = threads();
        for (int i = 0; i < 20; i++) {
            Parley parley = await(Parley.embed(vertx, config()));
            TestSocket ann = connect(parley);
            ann.enter("main");
            ann.say("main", "id-" + i, "hello");
            await(parley.stop());
        }
        assertHostIsAsBefore();
        Frames.until("no thread is left of " + threads(), () -> before.containsAll(threads()));
    }

    @Test
    void aSecondNodeIsRefusedAndTheFirstGoesOn() {
        Parley first = await(Parley.embed(vertx, config()));
        JsonObject other = config();
        other.getJsonObject("store").put("url", "sqlite:" + folder.resolve("other.db"));
        String why = failure(Parley.embed(vertx, other)).getMessage();
        assertTrue(why.contains("no other node runs: stop that one first"), why);
        TestSocket ann = connect(first);
        ann.enter("main");
        ann.say("main", "1", "hello");
        assertEquals(1, stored(first));
        await(first.stop());
        assertHostIsAsBefore();
        await(Parley.embed(vertx, other).compose(Parley::stop));
    }

    @Test
    void everyFaultIsALineOfTheMessage() {
        JsonObject wrong = config().put("colour", "red");
        wrong.getJsonObject("http").put("port", 70_000);
        List<String> faults =
                failure(Parley.embed(vertx, wrong)).getMessage().lines().toList();
        assertEquals(2, faults.size(), faults::toString);
        assertTrue(faults.stream().anyMatch(line -> line.startsWith("config colour:")), faults::toString);
        assertTrue(faults.stream().anyMatch(line -> line.startsWith("config http.port:")), faults::toString);
        JsonObject open = config();
        open.remove("auth");
        String keyless = failure(Parley.embed(vertx, open)).getMessage();
        assertTrue(keyless.startsWith("config auth.secret:"), keyless);
        assertHostIsAsBefore();
    }

    @Test
    void aPortThatIsTakenLeavesNothingBehind() throws IOException {
        Set<String> before;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JsonObject there = config();
            there.getJsonObject("http").put("port", taken.getLocalPort());
            failure(Parley.embed(vertx, there));
            before = threads();
            String why = failure(Parley.embed(vertx, there)).getMessage();
            assertTrue(why.startsWith("config http.port: cannot listen on 127.0.0.1:" + taken.getLocalPort()), why);
        }
        assertHostIsAsBefore();
        Frames.until("no thread is left of " + threads(), () -> before.containsAll(threads()));
        await(Parley.embed(vertx, config()).compose(Parley::stop));
    }

    @Test
    void futuresComeOnTheContextThatAsked() {
        Promise<Context> started = Promise.promise();
        Promise<Context> stopped = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(v -> Parley.embed(vertx, config()).onSuccess(parley -> {
            started.complete(Vertx.currentContext());
            context.runOnContext(later -> parley.stop().onSuccess(end -> stopped.complete(Vertx.currentContext())));
        }));
        assertSame(context, await(started.future()));
        assertSame(context, await(stopped.future()));
    }

    @Test
    void itEndsWithTheVerticleThatEmbeddedIt() {
        Promise<Parley> embedded = Promise.promise();
        String id = await(
                vertx.deployVerticle(context -> Parley.embed(vertx, config()).onComplete(embedded)));
        Parley parley = await(embedded.future());
        TestSocket ann = connect(parley);
        ann.enter("main");
        ann.say("main", "1", "hello");
        await(vertx.undeploy(id));
        await(parley.stop());
        assertHostIsAsBefore();
        Parley again = await(Parley.embed(vertx, config()));
        assertEquals(1, stored(again));
    }

    /** The store is free again: another process could have it. */
    @Test
    void itEndsWithItsVertx() {
        Vertx other = Vertx.vertx();
        Parley parley = await(Parley.embed(other, config()));
        TestSocket ann = connect(parley);
        ann.enter("main");
        ann.say("main", "1", "hello");
        await(other.close());
        await(parley.stop());
        Parley again = await(Parley.embed(vertx, config()));
        assertEquals(1, stored(again));
    }

    @Test
    void aVertxThatDoesNotFitIsRefused() {
        JsonObject clustered = config();
        clustered.getJsonObject("store").put("url", "postgresql://nobody:nothing@127.0.0.1:1/nowhere");
        clustered.put("cluster", new JsonObject().put("enabled", true));
        String why = failure(Parley.embed(vertx, clustered)).getMessage();
        assertTrue(why.startsWith("config cluster.enabled: must be false in a Vert.x that is not"), why);
        assertTrue(why.contains("Parley.clusteredVertx"), why);
        String alone =
                failure(Parley.clusteredVertx(new VertxOptions(), config())).getMessage();
        assertTrue(alone.startsWith("config cluster.enabled: must be true"), alone);
        assertHostIsAsBefore();
    }

    @Test
    void textsMayNameVariables() throws IOException {
        JsonObject config = config();
        config.getJsonObject("auth").put("secret", "${NOBODY_SETS_THIS:" + TestConfig.SECRET + "}");
        config.put("assistants", new JsonArray());
        Parley parley = await(Parley.embed(vertx, config));
        assertEquals(0, stored(parley));
        await(parley.stop());
        assertFalse(Files.exists(folder.resolve("secret")));
    }

    private record Thing(String text) {}

    /** The program's own way of sending a thing. */
    private static final class Reversed implements MessageCodec<Thing, String> {
        @Override
        public void encodeToWire(Buffer buffer, Thing thing) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decodeFromWire(int pos, Buffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String transform(Thing thing) {
            return new StringBuilder(thing.text()).reverse().toString();
        }

        @Override
        public String name() {
            return "reversed";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
