package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RateLimitedLog log;

    RateLimitedLogTest() {
        Logger logger = (Logger) LoggerFactory.getLogger(RateLimitedLogTest.class);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
        log = new RateLimitedLog(logger);
    }

    @Test
    void writesAFewLinesASecondAndTellsHowManyItDidNot() {
        for (int i = 0; i < 100; i++) {
            log.warn(TimeUnit.SECONDS.toNanos(1), "bad");
        }
        assertThat(lines.list).hasSize(5);

        log.warn(TimeUnit.SECONDS.toNanos(2), "bad again");

        assertThat(lines.list).hasSize(6);
        assertThat(lines.list.get(5).getFormattedMessage())
                .isEqualTo("bad again (and 95 warnings like this were not written)");
    }
}
