package io.ottla.server.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the broker has answered and tells a person about it. Answers arrive on the producer's thread, everything else
 * happens on the command's.
 */
final class ProduceProgress {
    private static final long REPORT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** With fewer, the rate would be that of connecting. */
    private static final int RECORDS_FOR_RATE = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final String topic;
    private final boolean quiet;
    private final long startedNanos = System.nanoTime();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();
    private long reportedNanos = startedNanos;

    ProduceProgress(Console console, String topic, boolean quiet) {
        this.console = console;
        this.topic = topic;
        this.quiet = quiet;
    }

    /** The broker has answered for a record. */
    void answered(int lineBytes, @Nullable Exception failure) {
        if (failure != null) {
            firstFailure.compareAndSet(null, failure);
            return;
        }
        records.increment();
        bytes.add(lineBytes);
    }

    /** Ends the command when a record was refused; now and then shows how far it is. */
    void throwIfFailed() {
        Exception failure = firstFailure.get();
        if (failure != null) {
            throw new CommandFailure(
                    FailureMessages.of(failure) + " (after " + Words.count(records.sum(), "record") + " to " + topic
                            + ")",
                    failure);
        }
        long now = System.nanoTime();
        if (console.errIsTerminal() && !quiet && now - reportedNanos >= REPORT_INTERVAL_NANOS) {
            reportedNanos = now;
            console.err().print("\r" + summary() + "   ");
        }
    }

    /** Everything is answered: says what was done. */
    void end() {
        if (!quiet) {
            console.err().println((reportedNanos > startedNanos ? "\r" : "") + summary());
        }
    }

    private String summary() {
        double seconds = (System.nanoTime() - startedNanos) / NANOS_PER_SECOND;
        String amount = Words.count(records.sum(), "record") + " to " + topic + " in " + Words.seconds(seconds);
        boolean telling = records.sum() >= RECORDS_FOR_RATE;
        return telling ? amount + ", " + Words.bytes((long) (bytes.sum() / seconds)) + "/s" : amount;
    }
}
