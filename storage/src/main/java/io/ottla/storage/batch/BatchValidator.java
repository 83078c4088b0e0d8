package io.ottla.storage.batch;

import io.ottla.storage.AppendContext;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.LogConfig;
import io.ottla.storage.Rejection;
import io.ottla.storage.batch.Validation.Invalid;
import io.ottla.storage.batch.Validation.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/**
 * Decides whether a leader may append batches, and prepares them: offsets, leader epoch and timestamps are patched in place, and batches are
 * recompressed where the topic asks for another codec. Accepted batches are otherwise the producer's bytes. One thread; reused.
 */
public final class BatchValidator {
    private final BufferSupplier buffers = BufferSupplier.create();
    private final RecordReader reader = new RecordReader();
    private final RecordWalk walk = new RecordWalk(reader);

    /** Checks and prepares batches that will start at {@code nextOffset}. The buffer's content is changed also when they are refused. */
    public Validation validate(ByteBuffer records, AppendContext context, LogConfig config, long nextOffset) {
        Optional<Rejected> structure = BatchStructure.check(records, context, config);
        if (structure.isPresent()) {
            return new Invalid(structure.get());
        }
        Optional<CompressionType> target = targetCompression(config);
        boolean recompress = false;
        for (int at = records.position(); at < records.limit(); at += BatchHeader.sizeInBytes(records, at)) {
            Optional<Rejected> rejected = checkRecords(records, at, context, config);
            if (rejected.isPresent()) {
                return new Invalid(rejected.get());
            }
            assignTimestamp(records, at, context, config);
            recompress |= target.isPresent()
                    && !BatchHeader.isControl(records, at)
                    && BatchHeader.compressionId(records, at) != target.get().id;
        }
        ByteBuffer prepared =
                recompress ? Recompressor.recompress(records, config, target.orElseThrow(), buffers) : records;
        return assignOffsets(prepared, context, config, nextOffset);
    }

    private Optional<Rejected> checkRecords(ByteBuffer records, int at, AppendContext context, LogConfig config) {
        boolean control = BatchHeader.isControl(records, at);
        boolean foreignTimestamps = BatchHeader.isLogAppendTime(records, at) && context.origin() == AppendOrigin.CLIENT;
        walk.expect(config, control, BatchHeader.baseTimestamp(records, at), foreignTimestamps, context.nowMs());
        try {
            walkRecords(records, at, config);
        } catch (DecompressedTooLargeException tooLarge) {
            return Optional.of(new Rejected(Rejection.MESSAGE_TOO_LARGE, String.valueOf(tooLarge.getMessage())));
        } catch (IOException | KafkaException | IllegalArgumentException malformed) {
            // The decompressors tell broken input by any of these.
            return Optional.of(new Rejected(Rejection.INVALID_RECORD, "malformed records: " + malformed.getMessage()));
        }
        if (walk.hasErrors()) {
            String first = walk.errors().get(0).message();
            return Optional.of(
                    new Rejected(walk.rejection(), "records were refused, the first: " + first, walk.errors()));
        }
        return Optional.empty();
    }

    private void walkRecords(ByteBuffer records, int at, LogConfig config) throws IOException {
        ByteBuffer payload = records.duplicate();
        payload.limit(at + BatchHeader.sizeInBytes(records, at)).position(at + BatchHeader.BYTES);
        int count = BatchHeader.recordCount(records, at);
        int compression = BatchHeader.compressionId(records, at);
        if (compression == CompressionType.NONE.id) {
            reader.startOn(payload);
            walk.walk(count);
            return;
        }
        CompressionType type = CompressionType.forId(compression);
        if (type == CompressionType.SNAPPY) {
            SnappyClaims.check(payload);
        }
        try (InputStream plain = Compression.of(type).build().wrapForInput(payload, BatchHeader.MAGIC, buffers)) {
            reader.startOn(plain, config.maxDecompressedBytes());
            walk.walk(count);
        }
    }

    private void assignTimestamp(ByteBuffer records, int at, AppendContext context, LogConfig config) {
        boolean logAppendTime = config.timestampType() == TimestampType.LOG_APPEND_TIME;
        long max = logAppendTime ? context.nowMs() : walk.maxTimestamp();
        BatchHeader.assignTimestamp(records, at, logAppendTime, max);
    }

    private static Validation assignOffsets(
            ByteBuffer bytes, AppendContext context, LogConfig config, long nextOffset) {
        long offset = nextOffset;
        for (int at = bytes.position(); at < bytes.limit(); at += BatchHeader.sizeInBytes(bytes, at)) {
            int size = BatchHeader.sizeInBytes(bytes, at);
            if (size > config.maxMessageBytes()) {
                return new Invalid(BatchStructure.tooLarge(size, config));
            }
            BatchHeader.assign(bytes, at, offset, context.leaderEpoch());
            offset += BatchHeader.lastOffsetDelta(bytes, at) + 1L;
        }
        if (bytes.remaining() > config.segmentBytes()) {
            return new Invalid(new Rejected(
                    Rejection.RECORD_LIST_TOO_LARGE,
                    "the batches take " + bytes.remaining() + " bytes, a segment of the log only "
                            + config.segmentBytes()));
        }
        return new Valid(bytes, offset - 1, Math.toIntExact(offset - nextOffset));
    }

    /** The codec that the topic asks for, empty when batches stay as they are. */
    private static Optional<CompressionType> targetCompression(LogConfig config) {
        return switch (config.compressionType()) {
            case LogConfig.PRODUCER_COMPRESSION -> Optional.empty();
            case "uncompressed" -> Optional.of(CompressionType.NONE);
            default -> Optional.of(CompressionType.forName(config.compressionType()));
        };
    }
}
