package io.ottla.storage.producer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Kafka's {@code .snapshot} files. Only the last batch of each producer is in them.
 *
 * <pre>
 * version=1 (2) | crc of what follows (4) | count (4) | { producer id (8) | epoch (2) | last sequence (4) | last offset (8)
 *     | offset delta (4) | timestamp (8) | coordinator epoch (4) | transaction start, -1 for none (8) } ...
 * </pre>
 */
final class ProducerSnapshot {
    private static final short VERSION = 1;
    private static final int HEADER_BYTES = 10;
    private static final int CRC_AT = 2;
    private static final int CRC_START = 6;
    private static final int ENTRY_BYTES = 46;

    private ProducerSnapshot() {}

    static ByteBuffer write(Collection<ProducerEntry> producers) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + producers.size() * ENTRY_BYTES);
        bytes.putShort(VERSION).putInt(0).putInt(producers.size());
        producers.forEach(entry -> writeEntry(entry, bytes));
        bytes.flip();
        bytes.putInt(CRC_AT, crc(bytes));
        return bytes;
    }

    /** Empty when the content is no intact snapshot of the version known here. */
    static Optional<List<ProducerEntry>> read(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES || bytes.getShort(0) != VERSION || bytes.getInt(CRC_AT) != crc(bytes)) {
            return Optional.empty();
        }
        int count = bytes.getInt(CRC_START);
        if (count < 0 || bytes.remaining() != HEADER_BYTES + (long) count * ENTRY_BYTES) {
            return Optional.empty();
        }
        bytes.position(HEADER_BYTES);
        List<ProducerEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(bytes));
        }
        return Optional.of(entries);
    }

    private static void writeEntry(ProducerEntry entry, ByteBuffer bytes) {
        boolean empty = entry.recent.isEmpty();
        int newest = empty ? 0 : entry.recent.newest();
        bytes.putLong(entry.producerId)
                .putShort(entry.epoch)
                .putInt(entry.lastSequence())
                .putLong(empty ? -1 : entry.recent.lastOffset(newest))
                .putInt(empty ? 0 : entry.recent.offsetDelta(newest))
                .putLong(entry.lastTimestampMs)
                .putInt(entry.coordinatorEpoch)
                .putLong(entry.transactionStart);
    }

    private static ProducerEntry readEntry(ByteBuffer bytes) {
        ProducerEntry entry = new ProducerEntry(bytes.getLong());
        entry.epoch = bytes.getShort();
        int lastSequence = bytes.getInt();
        long lastOffset = bytes.getLong();
        int offsetDelta = bytes.getInt();
        entry.lastTimestampMs = bytes.getLong();
        entry.coordinatorEpoch = bytes.getInt();
        entry.transactionStart = bytes.getLong();
        if (lastOffset >= 0) {
            entry.recent.add(lastSequence, lastOffset, offsetDelta, entry.lastTimestampMs);
        }
        return entry;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        ByteBuffer covered = bytes.duplicate();
        covered.position(CRC_START);
        crc.update(covered);
        return (int) crc.getValue();
    }
}
