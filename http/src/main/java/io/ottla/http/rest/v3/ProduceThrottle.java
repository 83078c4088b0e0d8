package io.ottla.http.rest.v3;

import io.ottla.http.endpoint.Refusal;
import io.ottla.http.rest.ProduceLimits;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Refuses records that are more than this node may take now. Thread-safe. */
final class ProduceThrottle {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Optional<RateLimit> records;
    private final Optional<RateLimit> bytes;
    private final LongSupplier nanos;

    /**
     * By these limits.
     *
     * @param nanos the clock, as {@link System#nanoTime}
     */
    ProduceThrottle(ProduceLimits limits, LongSupplier nanos) {
        this.records = limit(limits.recordsPerSecond(), nanos);
        this.bytes = limit(limits.bytesPerSecond(), nanos);
        this.nanos = nanos;
    }

    /**
     * Lets a record through.
     *
     * @throws Refusal with 429 if it comes too soon
     */
    void admit(ProducerRecord<byte[], byte[]> record) {
        long now = nanos.getAsLong();
        boolean admitted = records.map(limit -> limit.take(1, now)).orElse(true)
                && bytes.map(limit -> limit.take(size(record.key()) + size(record.value()), now))
                        .orElse(true);
        if (!admitted) {
            throw Refusal.of(TOO_MANY_REQUESTS, "Request rate limit exceeded: the record was not sent; send it later");
        }
    }

    private static Optional<RateLimit> limit(long perSecond, LongSupplier nanos) {
        return perSecond == ProduceLimits.NONE
                ? Optional.empty()
                : Optional.of(new RateLimit((double) perSecond, nanos.getAsLong()));
    }

    private static long size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
