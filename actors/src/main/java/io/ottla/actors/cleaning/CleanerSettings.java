package io.ottla.actors.cleaning;

import io.ottla.actors.config.BrokerSettings;
import io.ottla.storage.compaction.CompactionOptions;
import java.time.Duration;

/**
 * The node's {@code log.cleaner.*} settings, as they are when a round begins.
 *
 * @param threads how many logs are compacted at once
 * @param backoff pause when there was nothing to do
 * @param options what each thread may use
 * @param bytesPerSecond most bytes that each thread reads and writes in a second
 */
record CleanerSettings(int threads, Duration backoff, CompactionOptions options, double bytesPerSecond) {
    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(50);
    private static final double LOAD_FACTOR_MIN = 0.01;

    static CleanerSettings of(BrokerSettings settings) {
        int threads = settings.getBoolean("log.cleaner.enable") ? settings.getInt("log.cleaner.threads") : 0;
        int sharers = Math.max(1, threads);
        Duration backoff = Duration.ofMillis(settings.getLong("log.cleaner.backoff.ms"));
        double loadFactor = settings.getDouble("log.cleaner.io.buffer.load.factor");
        CompactionOptions options = new CompactionOptions(
                settings.getLong("log.cleaner.dedupe.buffer.size") / sharers,
                Math.min(1, Math.max(LOAD_FACTOR_MIN, loadFactor)),
                settings.getInt("log.cleaner.io.buffer.size") / sharers);
        return new CleanerSettings(
                threads,
                backoff.compareTo(SHORTEST_BACKOFF) < 0 ? SHORTEST_BACKOFF : backoff,
                options,
                settings.getDouble("log.cleaner.io.max.bytes.per.second") / sharers);
    }
}
