package io.ottla.storage;

import static io.ottla.storage.Fixture.NOW;
import static io.ottla.storage.Fixture.batch;
import static io.ottla.storage.Fixture.newLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.storage.batch.BatchHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.apache.kafka.common.utils.internals.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.Snappy;

/** Batches whose header and checksum are right, and one of whose records is not: each record is looked at, also within compressed batches. */
class InnerRecordsTest {
    private static final int RECORDS = 100;
    private static final int CRC_AT = 17;
    private static final int ATTRIBUTES_AT = 22;
    private static final int LAST_OFFSET_DELTA_AT = 23;
    private static final int COUNT_AT = 57;
    private static final String VALUE = "to be compressed, to be compressed";

    /** What is wrong with one record. */
    enum Damage {
        LENGTH_ONE_TOO_SMALL,
        LENGTH_ONE_TOO_LARGE,
        LENGTH_NEGATIVE,
        OFFSET_SKIPPED,
        OFFSET_REPEATED,
        KEY_LONGER_THAN_THE_RECORD,
        VALUE_LONGER_THAN_THE_RECORD,
        HEADERS_NEGATIVE,
        HEADER_WITHOUT_KEY,
        NUMBER_WITHOUT_END
    }

    static Stream<Arguments> damages() {
        return Stream.of(CompressionType.values())
                .flatMap(type -> Stream.of(Damage.values())
                        .flatMap(damage -> IntStream.of(0, RECORDS / 2, RECORDS - 1)
                                .mapToObj(at -> Arguments.of(type, damage, at))));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesABatchOneOfWhoseRecordsIsDamaged(CompressionType type, Damage damage, int damaged) {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < RECORDS; i++) {
            write(plain, i, i == damaged ? damage : null);
        }

        AppendResult result = append(log, sealed(type, compressed(type, plain.flip())));

        assertThat(result).isInstanceOf(AppendResult.Rejected.class);
        assertThat(((AppendResult.Rejected) result).reason()).isEqualTo(Rejection.INVALID_RECORD);
        assertThat(log.view().logEndOffset()).isZero();
        assertThat(log.view().sizeInBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void acceptsTheSameBatchWithoutDamageAndNoByteMore(CompressionType type) {
        PartitionLog log = newLog(LogConfig.DEFAULT);
        assertThat(append(log, sealed(type, compressed(type, records())))).isInstanceOf(AppendResult.Appended.class);

        ByteBuffer longer =
                ByteBuffer.allocate(64 * 1024).put(records()).put((byte) 0).flip();
        assertThat(append(log, sealed(type, compressed(type, longer)))).isInstanceOf(AppendResult.Rejected.class);
        assertThat(log.view().logEndOffset()).isEqualTo(RECORDS);
    }

    /** Not every codec notices every changed byte; what is accepted nevertheless must be records that a consumer can read. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void refusesFlippedBytesOrKeepsWhatConsumersCanRead(CompressionType type) {
        ByteBuffer content = compressed(type, records());
        for (int at = 0; at < content.limit(); at++) {
            PartitionLog log = newLog(LogConfig.DEFAULT);
            ByteBuffer flipped = ByteBuffer.allocate(content.limit())
                    .put(content.duplicate())
                    .flip();
            flipped.put(at, (byte) (flipped.get(at) ^ 0x55));

            AppendResult result = append(log, sealed(type, flipped));

            if (result instanceof AppendResult.Appended) {
                assertThat(Fixture.read(log.view(), 0)).as("byte %d", at).hasSize(RECORDS);
            }
        }
    }

    /** What a decompressor believes it allocates: with these a node would be out of memory. */
    @Test
    void refusesSnappyDataThatClaimsMoreThanItCanHold() {
        ByteBuffer framed = compressed(CompressionType.SNAPPY, records());
        int firstBlock = 16;
        assertRefused(changed(framed, bytes -> bytes.putInt(firstBlock, 500_000_000)));
        assertRefused(changed(framed, bytes -> bytes.putInt(firstBlock, -5)));
        byte[] hugeVarint = {-1, -1, -1, -1, 7};
        assertRefused(changed(framed, bytes -> bytes.put(firstBlock + Integer.BYTES, hugeVarint)));
        assertRefused(ByteBuffer.allocate(100).put(hugeVarint).clear());
    }

    private static void assertRefused(ByteBuffer content) {
        AppendResult result = append(newLog(LogConfig.DEFAULT), sealed(CompressionType.SNAPPY, content));

        assertThat(result).isInstanceOf(AppendResult.Rejected.class);
        assertThat(((AppendResult.Rejected) result).message()).contains("snappy block");
    }

    private static ByteBuffer changed(ByteBuffer content, Consumer<ByteBuffer> change) {
        ByteBuffer copy =
                ByteBuffer.allocate(content.limit()).put(content.duplicate()).flip();
        change.accept(copy);
        return copy;
    }

    @Test
    void acceptsSnappyWithoutFramesAsOtherClientsSendIt() throws IOException {
        byte[] plain = new byte[records().remaining()];
        records().get(plain);

        AppendResult result = append(
                newLog(LogConfig.DEFAULT), sealed(CompressionType.SNAPPY, ByteBuffer.wrap(Snappy.compress(plain))));

        assertThat(result).isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void theBatchesOfThisTestAreThoseOfKafkasClients() {
        MutableRecordBatch read = MemoryRecords.readableRecords(
                        sealed(CompressionType.LZ4, compressed(CompressionType.LZ4, records())))
                .batches()
                .iterator()
                .next();

        assertThat(read.isValid()).isTrue();
        assertThat(read)
                .hasSize(RECORDS)
                .allSatisfy(record -> assertThat(Fixture.text(record.value())).isEqualTo(VALUE));
    }

    private static ByteBuffer records() {
        ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < RECORDS; i++) {
            write(plain, i, null);
        }
        return plain.flip();
    }

    private static void write(ByteBuffer to, int index, Damage damage) {
        byte[] value = VALUE.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(256).put((byte) 0);
        ByteUtils.writeVarlong(0, body);
        if (damage == Damage.NUMBER_WITHOUT_END) {
            body.put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});
        }
        int shift = damage == Damage.OFFSET_SKIPPED ? 1 : damage == Damage.OFFSET_REPEATED ? -1 : 0;
        ByteUtils.writeVarint(index + shift, body);
        ByteUtils.writeVarint(damage == Damage.KEY_LONGER_THAN_THE_RECORD ? 1_000_000 : -1, body);
        ByteUtils.writeVarint(damage == Damage.VALUE_LONGER_THAN_THE_RECORD ? 1_000_000 : value.length, body);
        body.put(value);
        ByteUtils.writeVarint(damage == Damage.HEADERS_NEGATIVE ? -1 : 1, body);
        ByteUtils.writeVarint(damage == Damage.HEADER_WITHOUT_KEY ? -1 : 1, body);
        body.put((byte) 'h');
        ByteUtils.writeVarint(-1, body);
        body.flip();
        ByteUtils.writeVarint(lengthOf(body, damage), to);
        to.put(body);
    }

    private static int lengthOf(ByteBuffer body, Damage damage) {
        if (damage == Damage.LENGTH_NEGATIVE) {
            return -1;
        }
        int wrong = damage == Damage.LENGTH_ONE_TOO_LARGE ? 1 : damage == Damage.LENGTH_ONE_TOO_SMALL ? -1 : 0;
        return body.remaining() + wrong;
    }

    private static ByteBuffer compressed(CompressionType type, ByteBuffer plain) {
        ByteBufferOutputStream out = new ByteBufferOutputStream(64 * 1024);
        try (OutputStream compressing = Compression.of(type).build().wrapForOutput(out, RecordBatch.MAGIC_VALUE_V2)) {
            byte[] bytes = new byte[plain.remaining()];
            plain.duplicate().get(bytes);
            compressing.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.buffer().flip();
    }

    /** A batch around these bytes whose header promises {@link #RECORDS} records. */
    private static ByteBuffer sealed(CompressionType type, ByteBuffer content) {
        MemoryRecords pattern = batch(Collections.nCopies(RECORDS, "x").toArray(String[]::new));
        ByteBuffer bytes = ByteBuffer.allocate(BatchHeader.BYTES + content.remaining());
        bytes.put(pattern.buffer().limit(BatchHeader.BYTES))
                .put(content.duplicate())
                .flip();
        bytes.putInt(Long.BYTES, bytes.limit() - Long.BYTES - Integer.BYTES);
        bytes.putShort(ATTRIBUTES_AT - 1, type.id);
        bytes.putInt(LAST_OFFSET_DELTA_AT, RECORDS - 1).putInt(COUNT_AT, RECORDS);
        bytes.putInt(CRC_AT, (int) BatchHeader.computeCrc(bytes, 0, bytes.limit()));
        return bytes;
    }

    private static AppendResult append(PartitionLog log, ByteBuffer bytes) {
        return log.appendAsLeader(MemoryRecords.readableRecords(bytes), AppendContext.client(1, NOW));
    }
}
