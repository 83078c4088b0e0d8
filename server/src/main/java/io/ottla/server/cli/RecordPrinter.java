package io.ottla.server.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints records until there were enough, or until nobody reads them any more. */
final class RecordPrinter {
    private final PrintStream out;
    private final Consumer<ConsumerRecord<byte[], byte[]>> style;
    private long remaining;

    private RecordPrinter(PrintStream out, long count, Consumer<ConsumerRecord<byte[], byte[]>> style) {
        this.out = out;
        this.style = style;
        this.remaining = count;
    }

    /** Prints at most so many records by a pattern. */
    static RecordPrinter text(PrintStream out, long count, RecordFormat format) {
        return new RecordPrinter(out, count, message -> out.writeBytes(format.format(message)));
    }

    /** Prints at most so many records, each as a line of JSON. */
    static RecordPrinter json(PrintStream out, long count) {
        return new RecordPrinter(out, count, message -> Json.printLine(out, RecordJson.of(message)));
    }

    /** Prints the records, and returns whether more are wanted. */
    boolean print(Iterable<ConsumerRecord<byte[], byte[]>> messages) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            if (remaining == 0) {
                break;
            }
            style.accept(message);
            remaining--;
        }
        // Flushes too: whoever follows a topic wants to see each record now. An error is a closed pipe, as behind
        // 'head'.
        return !out.checkError() && remaining > 0;
    }
}
