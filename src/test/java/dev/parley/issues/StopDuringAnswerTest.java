package dev.parley.issues;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * A stop while an answer is under way logs that the node drains, and nothing else.
 *
 * <p>What happened: a node closed its store and the connections to models first; the rooms and answers that still used
 * them then logged errors. Who was hit: operators, who saw failures at every restart although nothing was lost. What
 * was mended: a stop ends the rooms and the answers before the store and the connections that they use.
 */
@ExtendWith(VertxExtension.class)
class StopDuringAnswerTest {
    @Test
    void anAnswerUnderWayIsNoFaultOfAStop(Vertx vertx) {
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        List<String> lines = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLoggerName().startsWith("dev.parley")
                        && event.getLevel().isGreaterOrEqual(Level.INFO)) {
                    lines.add(event.getLevel() + " " + event.getFormattedMessage());
                }
            }
        };
        Logger parley = (Logger) LoggerFactory.getLogger("dev.parley");
        Level before = parley.getLevel();
        fake.always(turn -> turn.say("a beginning "));
        TestNode node = TestNode.start(Map.of("PARLEY_ASSISTANTS", Frames.assistants(fake, "echo")));
        try (TestSocket ann = node.connect("ann")) {
            ann.enter("assistant:me");
            ann.say("assistant:me", "1", "@echo hello");
            ann.await("chunk");
            parley.setLevel(Level.INFO);
            appender.start();
            parley.addAppender(appender);
            node.drain();
        } finally {
            parley.detachAppender(appender);
            parley.setLevel(before);
        }
        List<String> told =
                lines.stream().map(line -> line.replaceAll("[0-9]+ ms", "n ms")).toList();
        assertEquals(
                List.of(
                        "INFO drain begins: 1 connections and 1 rooms, over n ms",
                        "INFO drain ended after n ms: 0 connections and 1 rooms are left"),
                told);
    }
}
