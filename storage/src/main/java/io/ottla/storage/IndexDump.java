package io.ottla.storage;

import io.ottla.storage.producer.ProducerStates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Prints the small files beside a segment. */
final class IndexDump {
    private static final int OFFSET_ENTRY_BYTES = 8;
    private static final int TIME_ENTRY_BYTES = 12;

    private IndexDump() {}

    static void dump(String name, ByteBuffer content, Appendable out) throws IOException {
        if (name.endsWith(SegmentFiles.TIME_INDEX)) {
            dumpTimes(content, baseOffset(name, SegmentFiles.TIME_INDEX), out);
        } else if (name.endsWith(SegmentFiles.TRANSACTION_INDEX)) {
            for (AbortedTransaction aborted : TransactionIndex.parse(content)) {
                out.append("producer " + aborted.producerId() + " offsets " + aborted.firstOffset() + ".."
                        + aborted.lastOffset() + " lastStableOffset " + aborted.lastStableOffset() + "\n");
            }
        } else if (name.endsWith(SegmentFiles.OFFSET_INDEX)) {
            dumpOffsets(content, baseOffset(name, SegmentFiles.OFFSET_INDEX), out);
        } else if (name.endsWith(SegmentFiles.SNAPSHOT)) {
            dumpProducers(content, out);
        } else {
            dumpCheckpoint(name, content, out);
        }
    }

    private static void dumpOffsets(ByteBuffer content, long baseOffset, Appendable out) throws IOException {
        while (content.remaining() >= OFFSET_ENTRY_BYTES) {
            out.append("offset " + (baseOffset + content.getInt()) + " position " + content.getInt() + "\n");
        }
    }

    private static void dumpTimes(ByteBuffer content, long baseOffset, Appendable out) throws IOException {
        while (content.remaining() >= TIME_ENTRY_BYTES) {
            out.append("timestamp " + content.getLong() + " offset " + (baseOffset + content.getInt()) + "\n");
        }
    }

    private static void dumpProducers(ByteBuffer content, Appendable out) throws IOException {
        ProducerStates producers = new ProducerStates(Integer.MAX_VALUE);
        if (!producers.restore(content)) {
            out.append("damaged snapshot\n");
        }
        for (ProducerStateSummary producer : producers.summaries()) {
            out.append("producer " + producer.producerId() + " epoch " + producer.producerEpoch() + " lastSequence "
                    + producer.lastSequence() + " lastTimestamp " + producer.lastTimestampMs() + " coordinatorEpoch "
                    + producer.coordinatorEpoch() + " transactionStart " + producer.transactionStartOffset() + "\n");
        }
    }

    private static void dumpCheckpoint(String name, ByteBuffer content, Appendable out) throws IOException {
        Optional<List<String[]>> entries = CheckpointText.parse(content);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(name + " is neither a file of a log nor an intact checkpoint");
        }
        for (String[] entry : entries.get()) {
            out.append(String.join(" ", entry)).append('\n');
        }
    }

    private static long baseOffset(String name, String kind) {
        OptionalLong offset = SegmentFiles.offset(name, kind);
        return offset.orElseThrow(
                () -> new IllegalArgumentException(name + ": the name does not start with the 20 digits of an offset"));
    }
}
