package io.ottla.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first events of a node, bounded, until there is a file to write them to. */
final class StartEvents extends AppenderBase<ILoggingEvent> {
    private final int eventsMax;
    private final List<ILoggingEvent> events = new ArrayList<>();

    StartEvents(int eventsMax) {
        this.eventsMax = eventsMax;
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        if (events.size() < eventsMax) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    }

    /** Gives the events, in their order, to where they belong, and forgets them. */
    synchronized void handOver(Appender<ILoggingEvent> target) {
        events.forEach(target::doAppend);
        events.clear();
        stop();
    }
}
