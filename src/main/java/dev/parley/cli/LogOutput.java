package dev.parley.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.parley.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures Logback: the log goes to the error stream, as short lines for people or as one JSON object a line.
 * Parley's packages log at the configured level, libraries from WARN on. It is set up in code, which takes a tenth of
 * the time of reading an XML file. Logback finds this class by itself (META-INF/services), so the format for people
 * holds until the configuration is read, and in tests.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogOutput extends ContextAwareBase implements Configurator {
    private static final String OURS = "dev.parley";
    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n";

    /** Has Vert.x log where everybody does. Must run before the first class of Vert.x is loaded. */
    public static void routeVertx() {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }

    /** Takes over at once, for every logger. */
    public static void configure(LogConfig config) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.reset();
            write(logback, config);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        write(logback, new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void write(LoggerContext logback, LogConfig config) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logback);
        console.setTarget(ConsoleTarget.SystemErr.getName());
        console.setEncoder(encoder(logback, config.format()));
        console.start();
        ch.qos.logback.classic.Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        // Vert.x registers one of its gauges twice and warns itself about it.
        logback.getLogger("io.micrometer").setLevel(Level.ERROR);
        // With a stack trace for each message to a node that has just died; LeaseKeeper tells who is there and who is
        // gone.
        logback.getLogger("io.vertx.core.eventbus.impl").setLevel(Level.ERROR);
        // Logs each way of loading its native library that fails; who opens the store tells what came of it.
        logback.getLogger("org.sqlite").setLevel(Level.OFF);
        root.addAppender(console);
        logback.getLogger(OURS).setLevel(Level.toLevel(config.level().name()));
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext logback, LogConfig.Format format) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setContext(logback);
                text.setPattern(LINE);
                text.start();
                yield text;
            }
            case JSON -> {
                JsonEncoder json = new JsonEncoder();
                json.setContext(logback);
                json.setWithFormattedMessage(true);
                json.setWithMessage(false);
                json.setWithArguments(false);
                json.setWithContext(false);
                json.setWithNanoseconds(false);
                json.setWithSequenceNumber(false);
                json.start();
                yield json;
            }
        };
    }
}
