package io.ottla.storage;

import java.util.List;

/** What became of an append. */
public sealed interface AppendResult {
    /**
     * The records are in the log (in the page cache, see {@link PartitionLog#prepareFlush}).
     *
     * @param baseOffset offset of the first record
     * @param lastOffset offset of the last record
     * @param logAppendTimeMs timestamp given to the records, -1 where they keep their own
     * @param logStartOffset first offset of the log
     * @param duplicate whether an idempotent producer sent the batch again, and nothing was written: the offsets are those of the first time
     * @param bytes size of the batches as stored
     * @param records number of records
     */
    record Appended(
            long baseOffset,
            long lastOffset,
            long logAppendTimeMs,
            long logStartOffset,
            boolean duplicate,
            int bytes,
            int records)
            implements AppendResult {}

    /**
     * An idempotent producer sent again what is in the log since before its last five batches; nothing was written, and where it is, is not remembered.
     *
     * @param below all of it is below this offset
     * @param logStartOffset first offset of the log
     */
    record Repeated(long below, long logStartOffset) implements AppendResult {}

    /**
     * Nothing was written.
     *
     * @param reason why
     * @param message why, with the values
     * @param recordErrors the records to blame, at most 100 of them
     */
    record Rejected(Rejection reason, String message, List<RecordError> recordErrors) implements AppendResult {
        /** A refusal that blames no single record. */
        public Rejected(Rejection reason, String message) {
            this(reason, message, List.of());
        }
    }
}
