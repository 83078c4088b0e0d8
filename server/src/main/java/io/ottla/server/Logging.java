package io.ottla.server;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Sets up the process's log, in code: a file would have to be found and parsed at every start, and would take the place of
 * the one of a program that embeds a node. Standard output belongs to results; the log goes to standard error and, for a
 * node, to {@code DIR/logs/ottla.log}.
 */
public final class Logging {
    private static final String TIME = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"}";

    /** An exception and its causes on the event's own line, without where they were thrown: that stands in the file. */
    private static final String CAUSES = "%replace(%replace(%ex{0}){'[\\r\\n]+$', ''}){'[\\r\\n]+', ' | '}";

    private static final String STDERR_PATTERN = TIME + " %-5level %logger{0} %msg %kvp" + CAUSES + "%n%nopex";
    private static final String FILE_PATTERN = TIME + " %-5level [%thread] %logger %msg %kvp%n%ex";
    private static final String CONNECTION_STREAMS = "akka.stream.Materializer";
    private static final String HTTP_CONNECTIONS = "io.ottla.http.FrontHandler";
    private static final long FILE_BYTES_MAX = 16L * 1024 * 1024;
    private static final int OLD_FILES_MAX = 8;
    private static final int STDERR_EVENTS_MAX = 4_096;
    private static final int START_EVENTS_MAX = 1_000;

    private final LoggerContext context;
    private final StartEvents startEvents = new StartEvents(START_EVENTS_MAX);

    private Logging(LoggerContext context) {
        this.context = context;
    }

    /** No log at all: what commands say, they say themselves. */
    public static void none() {
        Logging logging = fresh();
        logging.root().setLevel(Level.OFF);
    }

    /** The log of a command whose user asked for details. */
    public static void ofVerboseCommand() {
        Logging logging = fresh();
        logging.root().setLevel(Level.INFO);
        logging.root().addAppender(logging.stderr());
    }

    /** The log of a node that is starting: to standard error, and kept for the file until {@link #alsoTo}. */
    public static Logging ofNode(boolean verbose) {
        Logging logging = fresh();
        logging.root().setLevel(Level.INFO);
        logging.context.getLogger("io.ottla").setLevel(verbose ? Level.DEBUG : Level.INFO);
        // What Akka does in ordinary days interests those who look for something.
        logging.context.getLogger("akka").setLevel(verbose ? Level.INFO : Level.WARN);
        // A connection between nodes that breaks is ordinary when one of them ends; who is lost, the membership tells.
        logging.context.getLogger(CONNECTION_STREAMS).setLevel(verbose ? Level.INFO : Level.ERROR);
        // Akka HTTP warns of every answer that begins before its request has ended, which is what streaming produce is.
        logging.context.getLogger(HTTP_CONNECTIONS).setLevel(verbose ? Level.INFO : Level.ERROR);
        // The clients' warnings are about the clients of parts that run inside the node; their INFO is their whole
        // settings.
        logging.context.getLogger("org.apache.kafka").setLevel(Level.WARN);
        logging.root().addAppender(logging.withoutWaiting(logging.stderr()));
        logging.root().addAppender(logging.started(logging.startEvents));
        return logging;
    }

    /**
     * Writes the log to a file of this folder too, from the start on: at most nine files of 16 MiB. Only called once the node
     * owns its data folder, for a folder of someone else is none of our business.
     */
    public void alsoTo(Path dir) {
        Appender<ILoggingEvent> file = rollingFile(dir.resolve("ottla.log").toString());
        root().detachAppender(startEvents);
        startEvents.handOver(file);
        root().addAppender(file);
    }

    /** Writes out what is still on its way. Nothing is logged afterwards. */
    public void stop() {
        context.stop();
    }

    private static Logging fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return new Logging(context);
    }

    private Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Appender<ILoggingEvent> stderr() {
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder(STDERR_PATTERN));
        return started(stderr);
    }

    /** A terminal that is paused must not pause the node: events beyond the bound are dropped from it, not from the file. */
    private Appender<ILoggingEvent> withoutWaiting(Appender<ILoggingEvent> target) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setQueueSize(STDERR_EVENTS_MAX);
        async.setNeverBlock(true);
        async.addAppender(target);
        return started(async);
    }

    private Appender<ILoggingEvent> rollingFile(String name) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(name);
        file.setEncoder(encoder(FILE_PATTERN));
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(name + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES_MAX);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(FILE_BYTES_MAX));
        trigger.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(trigger);
        return started(file);
    }

    private PatternLayoutEncoder encoder(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }

    private <A extends Appender<ILoggingEvent>> A started(A appender) {
        appender.setContext(context);
        appender.start();
        return appender;
    }
}
