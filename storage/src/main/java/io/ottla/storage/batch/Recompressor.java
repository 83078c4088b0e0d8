package io.ottla.storage.batch;

import io.ottla.storage.LogConfig;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.apache.kafka.common.utils.internals.CloseableIterator;

/** Rewrites checked batches with the codec that a topic's {@code compression.type} asks for. */
final class Recompressor {
    private Recompressor() {}

    /** Batches with the same records, producers and timestamps in another codec. */
    static ByteBuffer recompress(ByteBuffer records, LogConfig config, CompressionType type, BufferSupplier buffers) {
        Compression compression = compression(type, config);
        ByteBufferOutputStream out = new ByteBufferOutputStream(Math.max(512, records.remaining()));
        for (MutableRecordBatch batch :
                MemoryRecords.readableRecords(records.duplicate()).batches()) {
            if (batch.isControlBatch()) {
                batch.writeTo(out);
            } else {
                rewrite(batch, compression, buffers, out);
            }
        }
        return out.buffer().flip();
    }

    private static void rewrite(
            MutableRecordBatch batch, Compression compression, BufferSupplier buffers, ByteBufferOutputStream out) {
        try (MemoryRecordsBuilder builder = new MemoryRecordsBuilder(
                        out,
                        BatchHeader.MAGIC,
                        compression,
                        batch.timestampType(),
                        batch.baseOffset(),
                        batch.maxTimestamp(),
                        batch.producerId(),
                        batch.producerEpoch(),
                        batch.baseSequence(),
                        batch.isTransactional(),
                        batch.isControlBatch(),
                        batch.partitionLeaderEpoch(),
                        Integer.MAX_VALUE);
                CloseableIterator<Record> records = batch.streamingIterator(buffers)) {
            records.forEachRemaining(record -> builder.appendWithOffset(record.offset(), record));
        }
    }

    private static Compression compression(CompressionType type, LogConfig config) {
        return switch (type) {
            case GZIP -> Compression.gzip().level(config.gzipLevel()).build();
            case LZ4 -> Compression.lz4().level(config.lz4Level()).build();
            case ZSTD -> Compression.zstd().level(config.zstdLevel()).build();
            case SNAPPY -> Compression.snappy().build();
            case NONE -> Compression.NONE;
        };
    }
}
