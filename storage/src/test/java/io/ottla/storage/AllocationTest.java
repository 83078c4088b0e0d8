package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ottla.storage.batch.BatchValidator;
import io.ottla.storage.batch.Validation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What accepting a batch costs the heap must not depend on how many records are in it. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW = 2_000;
    private static final int MANY = 20_000;
    private static final int WARM_UP = 20;

    /** The smallest object takes 16 bytes. */
    private static final long BYTES_OF_ONE_OBJECT = 16;

    private final BatchValidator validator = new BatchValidator();

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void acceptingABatchMakesNoObjectForEachOfItsRecords(CompressionType type) {
        long few = allocated(batch(type, FEW));
        long many = allocated(batch(type, MANY));

        assertThat(many - few)
                .as("bytes for %d records more", MANY - FEW)
                .isLessThan((MANY - FEW) * BYTES_OF_ONE_OBJECT / 2);
    }

    /** Bytes that one more validation of this batch takes, when classes are loaded and buffers are there. */
    private long allocated(ByteBuffer batch) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP; round++) {
            ByteBuffer copy = ByteBuffer.allocate(batch.remaining())
                    .put(batch.duplicate())
                    .flip();
            AppendContext context = AppendContext.client(1, NOW);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Validation validation = validator.validate(copy, context, LogConfig.DEFAULT, 0);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            assertThat(validation).isInstanceOf(Validation.Valid.class);
        }
        return least;
    }

    private static ByteBuffer batch(CompressionType type, int records) {
        SimpleRecord[] all =
                IntStream.range(0, records).mapToObj(i -> record("value-" + i)).toArray(SimpleRecord[]::new);
        return MemoryRecords.withRecords(Compression.of(type).build(), all).buffer();
    }
}
