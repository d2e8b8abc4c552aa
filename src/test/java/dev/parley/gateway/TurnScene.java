package dev.parley.gateway;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sets the scene for the tests of turns: a scripted model, a node whose assistants use it, and ann in the room {@code r}. */
@ExtendWith(VertxExtension.class)
abstract class TurnScene {
    FakeOpenAi fake;
    TestNode node;
    TestSocket ann;
    private Map<String, String> environment;

    @BeforeEach
    void startModel(Vertx vertx) {
        fake = await(FakeOpenAi.start(vertx));
    }

    @AfterEach
    void stop() {
        stopNode();
        await(fake.stop());
    }

    /**
     * Starts the node.
     *
     * @param assistants as in the configuration
     * @param more names and values of environment variables
     */
    void start(String assistants, String... more) {
        environment = new HashMap<>(Map.of("PARLEY_ASSISTANTS", assistants));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        node = TestNode.start(environment);
        ann = node.connect("ann");
        ann.enter("r");
    }

    /** Ends the node and starts another one on its store; ann is connected to it and in no room. */
    void restart() {
        stopNode();
        startAgain();
    }

    void stopNode() {
        ann.close();
        node.close();
    }

    /** Starts a node on the store of the one that was stopped. */
    void startAgain() {
        node = TestNode.startIn(node.folder(), environment);
        ann = node.connect("ann");
    }

    /** Ann asks; returns the turn once it is announced. */
    @CanIgnoreReturnValue
    String ask(String id, String text) {
        ann.send("message", "room", "r", "id", id, "message", text);
        return ann.await("chunk").getString("turn");
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
