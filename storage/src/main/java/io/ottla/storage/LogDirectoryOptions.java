package io.ottla.storage;

/**
 * Settings of a log directory.
 *
 * @param producerIdExpirationMs silence after which a producer is forgotten: {@code producer.id.expiration.ms}
 * @param maxOpenFiles most files held open while idle
 * @param maxProducersPerLog most producers remembered for one partition; beyond it the one silent longest is forgotten
 */
public record LogDirectoryOptions(long producerIdExpirationMs, int maxOpenFiles, int maxProducersPerLog) {
    /** One day, 10,000 files, 100,000 producers. */
    public static final LogDirectoryOptions DEFAULT = new LogDirectoryOptions(86_400_000L, 10_000, 100_000);

    /** Refuses bounds that leave no room to work. */
    public LogDirectoryOptions {
        if (maxOpenFiles < 1 || maxProducersPerLog < 1 || producerIdExpirationMs < 1) {
            throw new IllegalArgumentException("bounds must be positive: " + producerIdExpirationMs + " ms, "
                    + maxOpenFiles + " files, " + maxProducersPerLog + " producers");
        }
    }
}
