package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.bytes;
import static io.ottla.storage.Fixture.newLog;
import static io.ottla.storage.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BatchValidationTest {
    private static final int LENGTH_AT = 8;
    private static final int MAGIC_AT = 16;
    private static final int ATTRIBUTES_AT = 22;
    private static final int LAST_OFFSET_DELTA_AT = 23;
    private static final int COUNT_AT = 57;

    record Damage(String name, Rejection expected, Consumer<ByteBuffer> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(
                new Damage(
                        "a flipped bit in a value", Rejection.CORRUPT_MESSAGE, b -> b.put(70, (byte) (b.get(70) ^ 4))),
                new Damage("a length beyond the end", Rejection.CORRUPT_MESSAGE, b -> b.putInt(LENGTH_AT, 9_999)),
                new Damage("a negative length", Rejection.CORRUPT_MESSAGE, b -> b.putInt(LENGTH_AT, -1)),
                new Damage("a length below a header's", Rejection.CORRUPT_MESSAGE, b -> b.putInt(LENGTH_AT, 20)),
                new Damage("magic 1", Rejection.INVALID_RECORD, b -> b.put(MAGIC_AT, (byte) 1)),
                new Damage("magic 0", Rejection.INVALID_RECORD, b -> b.put(MAGIC_AT, (byte) 0)),
                new Damage("magic 3", Rejection.INVALID_RECORD, b -> b.put(MAGIC_AT, (byte) 3)),
                new Damage("a base offset", Rejection.INVALID_RECORD, b -> b.putLong(0, 5)),
                new Damage("no records", Rejection.INVALID_RECORD, sealed(b -> b.putInt(COUNT_AT, 0))),
                new Damage("a negative count", Rejection.INVALID_RECORD, sealed(b -> b.putInt(COUNT_AT, -2))),
                new Damage("a count too large", Rejection.INVALID_RECORD, sealed(b -> b.putInt(COUNT_AT, 3))),
                new Damage(
                        "a wrong last offset",
                        Rejection.INVALID_RECORD,
                        sealed(b -> b.putInt(LAST_OFFSET_DELTA_AT, 5))),
                new Damage("count and last offset too large", Rejection.INVALID_RECORD, sealed(b -> {
                    b.putInt(COUNT_AT, 3);
                    b.putInt(LAST_OFFSET_DELTA_AT, 2);
                })),
                new Damage("count and last offset too small", Rejection.INVALID_RECORD, sealed(b -> {
                    b.putInt(COUNT_AT, 1);
                    b.putInt(LAST_OFFSET_DELTA_AT, 0);
                })),
                new Damage("the control bit", Rejection.INVALID_RECORD, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 0x20))),
                new Damage("an unknown codec", Rejection.INVALID_RECORD, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 6))),
                new Damage(
                        "gzip over plain bytes", Rejection.INVALID_RECORD, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 1))),
                new Damage(
                        "snappy over plain bytes",
                        Rejection.INVALID_RECORD,
                        sealed(b -> b.put(ATTRIBUTES_AT, (byte) 2))),
                new Damage(
                        "lz4 over plain bytes", Rejection.INVALID_RECORD, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 3))),
                new Damage(
                        "zstd over plain bytes", Rejection.INVALID_RECORD, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 4))),
                new Damage("LogAppendTime", Rejection.INVALID_TIMESTAMP, sealed(b -> b.put(ATTRIBUTES_AT, (byte) 8))),
                new Damage(
                        "a transaction without producer",
                        Rejection.INVALID_RECORD,
                        sealed(b -> b.put(ATTRIBUTES_AT, (byte) 0x10))),
                new Damage("a producer without epoch", Rejection.INVALID_RECORD, sealed(b -> b.putLong(43, 7))),
                new Damage("a record length of -1", Rejection.INVALID_RECORD, sealed(b -> b.put(61, (byte) 1))),
                new Damage(
                        "a record longer than the batch", Rejection.INVALID_RECORD, sealed(b -> b.put(61, (byte) 126))),
                new Damage("a wrong offset delta", Rejection.INVALID_RECORD, sealed(b -> b.put(64, (byte) 2))),
                new Damage("a key beyond the record", Rejection.INVALID_RECORD, sealed(b -> b.put(65, (byte) 120))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesADamagedBatchAndWritesNothing(Damage damage) {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        ByteBuffer bytes = copy(batch("a", "b"));
        damage.change().accept(bytes);

        AppendResult result = appendRaw(log, bytes);

        assertThat(result).isInstanceOf(AppendResult.Rejected.class);
        assertThat(((AppendResult.Rejected) result).reason()).isEqualTo(damage.expected());
        assertThat(log.view().logEndOffset()).isZero();
        assertThat(log.view().sizeInBytes()).isZero();
    }

    @Test
    void refusesTwoBatchesAndNone() {
        ByteBuffer one = copy(batch("a"));
        ByteBuffer two = ByteBuffer.allocate(2 * one.remaining())
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();

        assertThat(rejection(appendRaw(newLog(LogConfig.DEFAULT), two))).isEqualTo(Rejection.INVALID_RECORD);
        assertThat(rejection(appendRaw(newLog(LogConfig.DEFAULT), ByteBuffer.allocate(0))))
                .isEqualTo(Rejection.INVALID_RECORD);
    }

    @Test
    void refusesBatchesLargerThanAllowed() {
        PartitionLog log = newLog(LogConfig.builder().maxMessageBytes(100).build());
        assertThat(Fixture.reject(log, batch("a".repeat(100))).reason()).isEqualTo(Rejection.MESSAGE_TOO_LARGE);

        PartitionLog tiny = newLog(LogConfig.builder().segmentBytes(100).build());
        assertThat(Fixture.reject(tiny, batch("a".repeat(100))).reason()).isEqualTo(Rejection.RECORD_LIST_TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void acceptsEveryCodecAndBoundsWhatItHolds(CompressionType type) {
        MemoryRecords records = compressed(type, "a".repeat(5_000), "b".repeat(5_000));
        PartitionLog log = newLog(LogConfig.DEFAULT);
        Fixture.append(log, records);
        assertThat(read(log.view(), 0)).containsExactly("0=" + "a".repeat(5_000), "1=" + "b".repeat(5_000));

        PartitionLog bounded =
                newLog(LogConfig.builder().maxDecompressedBytes(6_000).build());
        if (type != CompressionType.NONE) {
            assertThat(Fixture.reject(bounded, compressed(type, "a".repeat(5_000), "b".repeat(5_000)))
                            .reason())
                    .isEqualTo(Rejection.MESSAGE_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recompressesWhereTheTopicAsksForIt(CompressionType target) {
        for (CompressionType source : CompressionType.values()) {
            String name = target == CompressionType.NONE ? "uncompressed" : target.name;
            PartitionLog log = newLog(LogConfig.builder().compressionType(name).build());
            Fixture.append(log, batch("first"));

            Fixture.append(log, compressed(source, "a", "b"));

            assertThat(read(log.view(), 0)).containsExactly("0=first", "1=a", "2=b");
            assertThat(batches(log)).allSatisfy(batch -> {
                assertThat(batch.isValid()).isTrue();
                assertThat(batch.compressionType()).isEqualTo(target);
                assertThat(batch.partitionLeaderEpoch()).isEqualTo(1);
            });
        }
    }

    @Test
    void keepsProducerAndTimestampsWhenItRecompresses() {
        PartitionLog log = newLog(LogConfig.builder()
                .compressionType("gzip")
                .timestampType(TimestampType.LOG_APPEND_TIME)
                .build());
        Fixture.append(log, Fixture.transactional(9, 2, 5, "a", "b"));

        MutableRecordBatch batch = batches(log).get(0);
        assertThat(batch.producerId()).isEqualTo(9);
        assertThat(batch.producerEpoch()).isEqualTo((short) 2);
        assertThat(batch.baseSequence()).isEqualTo(5);
        assertThat(batch.isTransactional()).isTrue();
        assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(batch.maxTimestamp()).isEqualTo(NOW);
    }

    @Test
    void refusesZstdFromARequestThatDoesNotKnowIt() {
        AppendContext old = new AppendContext(1, AppendOrigin.CLIENT, NOW, false);

        assertThat(rejection(newLog(LogConfig.DEFAULT).appendAsLeader(compressed(CompressionType.ZSTD, "a"), old)))
                .isEqualTo(Rejection.UNSUPPORTED_COMPRESSION_TYPE);
    }

    @Test
    void namesTheRecordsWithoutKeyOfACompactedTopic() {
        PartitionLog log = newLog(
                LogConfig.builder().cleanupPolicy(Set.of(CleanupPolicy.COMPACT)).build());
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord(NOW, bytes("k"), bytes("v")),
                new SimpleRecord(NOW, null, bytes("v")));

        AppendResult.Rejected rejected = Fixture.reject(log, records);

        assertThat(rejected.reason()).isEqualTo(Rejection.INVALID_RECORD);
        assertThat(rejected.recordErrors()).extracting(RecordError::batchIndex).containsExactly(1);
    }

    @Test
    void namesTheRecordsWhoseTimestampIsTooFarAway() {
        PartitionLog log = newLog(LogConfig.builder()
                .timestampBeforeMaxMs(1_000)
                .timestampAfterMaxMs(1_000)
                .build());
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.gzip().build(),
                Fixture.record("ok"),
                Fixture.record("early", NOW - 1_001),
                Fixture.record("edge", NOW + 1_000),
                Fixture.record("late", NOW + 1_001));

        AppendResult.Rejected rejected = Fixture.reject(log, records);

        assertThat(rejected.reason()).isEqualTo(Rejection.INVALID_TIMESTAMP);
        assertThat(rejected.recordErrors()).extracting(RecordError::batchIndex).containsExactly(1, 3);
    }

    @Test
    void correctsAMaximumTimestampThatTheProducerGotWrong() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        ByteBuffer bytes = copy(batch("a"));
        sealed(b -> b.putLong(35, 1L)).accept(bytes);

        appendRaw(log, bytes);

        assertThat(batches(log).get(0).maxTimestamp()).isEqualTo(NOW);
        assertThat(batches(log).get(0).isValid()).isTrue();
    }

    @Test
    void acceptsNullKeysNullValuesAndHeaders() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        Header[] headers = {new RecordHeader("h", null), new RecordHeader("i", bytes("x"))};

        Fixture.append(
                log, MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(NOW, (byte[]) null, null, headers)));

        assertThat(log.view().logEndOffset()).isEqualTo(1);
    }

    @Test
    void acceptsRecordsLargerThanItsWindowFromHeapAndDirectBuffers() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        ByteBuffer heap = copy(batch("x".repeat(100_000), "y".repeat(50_000)));
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining())
                .put(heap.duplicate())
                .flip();

        assertThat(appendRaw(log, heap)).isInstanceOf(AppendResult.Appended.class);
        assertThat(appendRaw(log, direct)).isInstanceOf(AppendResult.Appended.class);
        assertThat(log.view().logEndOffset()).isEqualTo(4);
    }

    @Test
    void aControlBatchOfACoordinatorIsAppendedAlone() {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        ByteBuffer marker = copy(Fixture.marker(1, 0, ControlRecordType.COMMIT, 1));
        ByteBuffer data = copy(batch("a"));
        ByteBuffer both = ByteBuffer.allocate(200).put(data).put(marker).flip();

        AppendResult result =
                log.appendAsLeader(MemoryRecords.readableRecords(both), AppendContext.coordinator(1, NOW));

        assertThat(rejection(result)).isEqualTo(Rejection.INVALID_RECORD);
    }

    private static Consumer<ByteBuffer> sealed(Consumer<ByteBuffer> change) {
        return bytes -> {
            change.accept(bytes);
            bytes.putInt(17, (int) BatchHeader.computeCrc(bytes, 0, bytes.limit()));
        };
    }

    private static MemoryRecords compressed(CompressionType type, String... values) {
        return MemoryRecords.withRecords(
                Compression.of(type).build(),
                IntStream.range(0, values.length)
                        .mapToObj(i -> Fixture.record(values[i]))
                        .toArray(SimpleRecord[]::new));
    }

    private static AppendResult appendRaw(PartitionLog log, ByteBuffer bytes) {
        return log.appendAsLeader(MemoryRecords.readableRecords(bytes), AppendContext.client(1, NOW));
    }

    private static Rejection rejection(AppendResult result) {
        return ((AppendResult.Rejected) result).reason();
    }

    private static ByteBuffer copy(MemoryRecords records) {
        ByteBuffer source = records.buffer();
        return ByteBuffer.allocate(source.remaining()).put(source).flip();
    }

    private static List<MutableRecordBatch> batches(PartitionLog log) {
        LogSlice slice =
                ((ReadResult.Read) log.view().read(0, 1_000_000, log.view().logEndOffset(), true)).slice();
        ByteBuffer bytes = ByteBuffer.allocate(slice.length());
        slice.copyTo(bytes);
        slice.release();
        List<MutableRecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(bytes.flip()).batches().forEach(batches::add);
        return batches;
    }
}
