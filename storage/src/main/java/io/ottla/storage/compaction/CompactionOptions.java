package io.ottla.storage.compaction;

/**
 * What one cleaner thread may use.
 *
 * @param mapBytes most memory of its key map: its share of {@code log.cleaner.dedupe.buffer.size}
 * @param mapLoadFactor how full the map may get: {@code log.cleaner.io.buffer.load.factor}
 * @param bufferBytes memory for writing: its share of {@code log.cleaner.io.buffer.size}
 */
public record CompactionOptions(long mapBytes, double mapLoadFactor, int bufferBytes) {
    private static final int BUFFER_BYTES_MIN = 4 * 1024;

    /** Kafka's defaults for one thread. */
    public static final CompactionOptions DEFAULT = new CompactionOptions(134_217_728, 0.9, 524_288);

    /** Takes no less than is needed to work at all. */
    public CompactionOptions {
        if (!(mapLoadFactor > 0 && mapLoadFactor <= 1)) {
            throw new IllegalArgumentException("load factor " + mapLoadFactor + ", expected above 0 and at most 1");
        }
        bufferBytes = Math.max(BUFFER_BYTES_MIN, bufferBytes);
    }
}
