package io.ottla.protocol.fetch;

import io.ottla.actors.partition.PartitionHandle;
import java.util.Optional;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * What reading one partition gave.
 *
 * @param key the partition as the client named it
 * @param topic its topic's name, empty when there is no topic of the id
 * @param data the partition's part of the response; owns the slice of the log in it
 * @param awaited where to wait for more; empty when the partition cannot be read here
 */
public record PartitionRead(
        FetchKey key, String topic, FetchResponseData.PartitionData data, Optional<Awaited> awaited) {
    /**
     * Where more will come.
     *
     * @param handle the replica
     * @param offset there is something new once this offset can be read
     */
    public record Awaited(PartitionHandle handle, long offset) {}

    /** Bytes of records. */
    public int bytes() {
        return data.records() == null ? 0 : data.records().sizeInBytes();
    }

    /** Whether the client must hear of this now, records or not. */
    public boolean isUrgent() {
        return data.errorCode() != Errors.NONE.code()
                || data.divergingEpoch().epoch() >= 0
                || data.preferredReadReplica() >= 0;
    }

    /** Gives back what the response will not carry. */
    public void release() {
        if (data.records() instanceof SliceRecords records) {
            records.release();
        }
    }
}
