package io.ottla.storage.batch;

import io.ottla.storage.LogConfig;
import io.ottla.storage.RecordError;
import io.ottla.storage.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;

/**
 * Looks at every record of one batch: structure, offset, key and timestamp. Reused from batch to batch; one thread.
 *
 * <pre>
 * record: length | attributes (1) | timestamp delta | offset delta | key length | key | value length | value
 *         | header count | { key length | key | value length | value } ...          all numbers zig-zag varints
 * </pre>
 */
final class RecordWalk {
    private static final int MAX_ERRORS = 100;

    private final RecordReader reader;
    private long baseTimestamp;
    private boolean keysRequired;
    private boolean timestampsChecked;
    private boolean timestampTypeWrong;
    private long earliestMs;
    private long latestMs;
    private int recordIndex;

    private long maxTimestamp;
    private Rejection worst = Rejection.INVALID_RECORD;
    private final List<RecordError> errors = new ArrayList<>();

    RecordWalk(RecordReader reader) {
        this.reader = reader;
    }

    /** Sets what the records of the next batch are measured against. */
    void expect(LogConfig config, boolean control, long batchBaseTimestamp, boolean batchLogAppendTime, long nowMs) {
        baseTimestamp = batchBaseTimestamp;
        keysRequired = config.isCompacted() && !control;
        timestampsChecked = config.timestampType() == TimestampType.CREATE_TIME;
        timestampTypeWrong = timestampsChecked && batchLogAppendTime;
        earliestMs = saturatedSubtract(nowMs, config.timestampBeforeMaxMs());
        latestMs = saturatedAdd(nowMs, config.timestampAfterMaxMs());
        maxTimestamp = BatchHeader.NONE;
        worst = Rejection.INVALID_RECORD;
        errors.clear();
    }

    /** Reads so many records, which must be all there are. */
    void walk(int count) throws IOException {
        for (recordIndex = 0; recordIndex < count; recordIndex++) {
            readRecord();
        }
        if (!reader.atEnd()) {
            throw new MalformedRecordException("bytes remain after the last of " + count + " records");
        }
    }

    /** The largest timestamp seen, -1 when no record has one. */
    long maxTimestamp() {
        return maxTimestamp;
    }

    /** The records that broke a rule; at most 100 are listed. */
    List<RecordError> errors() {
        return List.copyOf(errors);
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** The code for the whole batch when {@link #hasErrors()}. */
    Rejection rejection() {
        return worst;
    }

    private void readRecord() throws IOException {
        int length = reader.readVarint();
        if (length < 0) {
            throw new MalformedRecordException("record " + recordIndex + " has the length " + length);
        }
        long start = reader.consumed();
        reader.readByte();
        long timestamp = baseTimestamp + reader.readVarlong();
        int offsetDelta = reader.readVarint();
        if (offsetDelta != recordIndex) {
            throw new MalformedRecordException("record " + recordIndex + " has the offset delta " + offsetDelta);
        }
        int keyLength = reader.readVarint();
        skipNullable(keyLength);
        skipNullable(reader.readVarint());
        skipHeaders();
        if (reader.consumed() - start != length) {
            throw new MalformedRecordException("record " + recordIndex + " says it takes " + length
                    + " bytes but takes " + (reader.consumed() - start));
        }
        check(timestamp, keyLength);
    }

    private void skipHeaders() throws IOException {
        int count = reader.readVarint();
        if (count < 0) {
            throw new MalformedRecordException("record " + recordIndex + " has " + count + " headers");
        }
        for (int header = 0; header < count; header++) {
            int keyLength = reader.readVarint();
            if (keyLength < 0) {
                throw new MalformedRecordException("record " + recordIndex + " has a header without key");
            }
            reader.skip(keyLength);
            skipNullable(reader.readVarint());
        }
    }

    /** Any negative length stands for null, as Kafka's clients read it. */
    private void skipNullable(int length) throws IOException {
        if (length > 0) {
            reader.skip(length);
        }
    }

    private void check(long timestamp, int keyLength) {
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        if (keysRequired && keyLength < 0) {
            addError("a compacted topic does not accept a record without key");
        } else if (timestampsChecked
                && timestamp != BatchHeader.NONE
                && (timestamp < earliestMs || timestamp > latestMs)) {
            worst = Rejection.INVALID_TIMESTAMP;
            addError("timestamp " + timestamp + " is out of range [" + earliestMs + ", " + latestMs + "]");
        } else if (timestampTypeWrong) {
            worst = Rejection.INVALID_TIMESTAMP;
            addError("a producer must not set the timestamp type to LogAppendTime");
        }
    }

    private void addError(String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new RecordError(recordIndex, message));
        }
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    private static long saturatedSubtract(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? Long.MIN_VALUE : difference;
    }
}
