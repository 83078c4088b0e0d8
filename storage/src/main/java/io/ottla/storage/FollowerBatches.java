package io.ottla.storage;

import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.batch.BatchHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Checks what a leader sent before a follower writes it: whole batches, intact, continuing the follower's log. Pure. */
final class FollowerBatches {
    private FollowerBatches() {}

    /**
     * Where the batches end that may be written: before a batch that did not arrive whole, and before one of a later epoch than the leader's, which
     * must come from a leader this follower does not know yet.
     */
    static int usableEnd(ByteBuffer records, int leaderEpoch) {
        int at = records.position();
        while (records.limit() - at >= BatchHeader.BYTES) {
            int size = BatchHeader.sizeInBytes(records, at);
            boolean whole = size <= records.limit() - at;
            if (size >= BatchHeader.BYTES && (!whole || BatchHeader.leaderEpoch(records, at) > leaderEpoch)) {
                return at;
            }
            if (size < BatchHeader.BYTES) {
                // A length that no batch has: left in, for the check to name it.
                return records.limit();
            }
            at += size;
        }
        return at;
    }

    /** Empty when the batches may be written at the end of a log. */
    static Optional<Rejected> check(ByteBuffer records, long logEndOffset) {
        long expected = logEndOffset;
        for (int at = records.position(); at < records.limit(); ) {
            int size = BatchHeader.sizeInBytes(records, at);
            if (size < BatchHeader.BYTES || BatchHeader.magic(records, at) != BatchHeader.MAGIC) {
                return corrupt("a batch of " + size + " bytes and magic " + BatchHeader.magic(records, at));
            }
            if (BatchHeader.computeCrc(records, at, size) != BatchHeader.storedCrc(records, at)) {
                return corrupt("wrong checksum of the batch at offset " + BatchHeader.baseOffset(records, at));
            }
            if (BatchHeader.baseOffset(records, at) < expected || BatchHeader.lastOffsetDelta(records, at) < 0) {
                return Optional.of(new Rejected(
                        Rejection.UNEXPECTED_OFFSET,
                        "batch starts at offset " + BatchHeader.baseOffset(records, at) + ", expected at least "
                                + expected));
            }
            expected = BatchHeader.lastOffset(records, at) + 1;
            at += size;
        }
        return Optional.empty();
    }

    private static Optional<Rejected> corrupt(String message) {
        return Optional.of(new Rejected(Rejection.CORRUPT_MESSAGE, message));
    }
}
