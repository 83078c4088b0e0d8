package io.ottla.storage.batch;

import io.ottla.storage.AppendResult;
import java.nio.ByteBuffer;

/** What {@link BatchValidator} found. */
public sealed interface Validation {
    /**
     * The batches may be written as they stand in {@code bytes}: offsets, epoch and timestamps are assigned.
     *
     * @param bytes position and limit enclose whole batches
     * @param lastOffset offset of the last record
     * @param records number of records
     */
    record Valid(ByteBuffer bytes, long lastOffset, int records) implements Validation {}

    /** The batches must not be written. */
    record Invalid(AppendResult.Rejected rejected) implements Validation {}
}
