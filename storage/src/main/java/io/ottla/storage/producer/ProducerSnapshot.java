package io.ottla.storage.producer;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Kafka's {@code .snapshot} files, with an entry for each batch that is remembered of a producer, the oldest first: whatever a producer with five
 * requests in flight sends again is recognised after a restart too. Kafka writes an entry for the last batch alone; where it reads several of one
 * producer, the last one counts.
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
        int count = producers.stream()
                .mapToInt(entry -> Math.max(1, entry.recent.size()))
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + count * ENTRY_BYTES);
        bytes.putShort(VERSION).putInt(0).putInt(count);
        producers.forEach(entry -> writeEntries(entry, bytes));
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
        Map<Long, ProducerEntry> producers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            readEntry(bytes, producers);
        }
        return Optional.of(List.copyOf(producers.values()));
    }

    private static void writeEntries(ProducerEntry producer, ByteBuffer bytes) {
        RecentBatches recent = producer.recent;
        if (recent.isEmpty()) {
            writeEntry(producer, -1, -1, 0, producer.lastTimestampMs, bytes);
        }
        int newest = recent.size() - 1;
        for (int age = 0; age <= newest; age++) {
            int slot = recent.slot(age);
            // A marker may have come after the last batch.
            long timestampMs = age == newest ? producer.lastTimestampMs : recent.timestamp(slot);
            writeEntry(
                    producer,
                    recent.lastSequence(slot),
                    recent.lastOffset(slot),
                    recent.offsetDelta(slot),
                    timestampMs,
                    bytes);
        }
    }

    private static void writeEntry(
            ProducerEntry producer,
            int lastSequence,
            long lastOffset,
            int offsetDelta,
            long timestampMs,
            ByteBuffer bytes) {
        bytes.putLong(producer.producerId)
                .putShort(producer.epoch)
                .putInt(lastSequence)
                .putLong(lastOffset)
                .putInt(offsetDelta)
                .putLong(timestampMs)
                .putInt(producer.coordinatorEpoch)
                .putLong(producer.transactionStart);
    }

    private static void readEntry(ByteBuffer bytes, Map<Long, ProducerEntry> producers) {
        ProducerEntry producer = producers.computeIfAbsent(bytes.getLong(), ProducerEntry::new);
        producer.enterEpoch(bytes.getShort());
        int lastSequence = bytes.getInt();
        long lastOffset = bytes.getLong();
        int offsetDelta = bytes.getInt();
        producer.lastTimestampMs = bytes.getLong();
        producer.coordinatorEpoch = bytes.getInt();
        producer.transactionStart = bytes.getLong();
        if (lastOffset >= 0) {
            producer.recent.add(lastSequence, lastOffset, offsetDelta, producer.lastTimestampMs);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        ByteBuffer covered = bytes.duplicate();
        covered.position(CRC_START);
        crc.update(covered);
        return (int) crc.getValue();
    }
}
