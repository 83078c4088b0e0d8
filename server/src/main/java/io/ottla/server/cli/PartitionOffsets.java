package io.ottla.server.cli;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a partition between which a group can be moved, and the arithmetic of doing so.
 *
 * @param partition the partition
 * @param committed what the group has committed, null if nothing
 * @param earliest the oldest record's offset
 * @param latest the offset behind the newest record
 */
record PartitionOffsets(TopicPartition partition, @Nullable Long committed, long earliest, long latest) {
    PartitionOffsets {
        if (earliest > latest) {
            throw new IllegalArgumentException(partition + " starts at " + earliest + ", behind its end " + latest);
        }
    }

    /**
     * Where the group is moved to: always an offset within the log.
     *
     * @param target what was asked for
     * @param atInstant the first offset at or after the target's instant, negative if there is none; only looked at for a time
     */
    long moved(ResetTarget target, long atInstant) {
        if (target instanceof ResetTarget.Earliest) {
            return earliest;
        }
        if (target instanceof ResetTarget.Latest) {
            return latest;
        }
        if (target instanceof ResetTarget.ToOffset to) {
            return clamped(to.offset());
        }
        if (target instanceof ResetTarget.ToTime) {
            return atInstant < 0 ? latest : clamped(atInstant);
        }
        if (target instanceof ResetTarget.ShiftBy shift) {
            return shifted(shift.records());
        }
        throw new IllegalStateException("no arithmetic for " + target);
    }

    private long shifted(long records) {
        if (committed == null) {
            throw new CommandFailure("--shift-by needs a committed offset, and the group has none for " + partition
                    + "; use another target");
        }
        long sum = committed + records;
        boolean overflowed = ((committed ^ sum) & (records ^ sum)) < 0;
        return overflowed ? (records < 0 ? earliest : latest) : clamped(sum);
    }

    private long clamped(long offset) {
        return Math.max(earliest, Math.min(latest, offset));
    }
}
