package io.ottla.protocol.fetch;

import io.ottla.storage.LogSlice;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;
import org.jspecify.annotations.Nullable;

/**
 * The records of a fetch response as they lie on the disk. Holds the file open until somebody takes the slice over or
 * releases it; whoever comes second finds nothing left to do.
 */
public final class SliceRecords implements BaseRecords {
    private final int length;
    private final AtomicReference<@Nullable LogSlice> slice;

    /** Records that own the slice. */
    public SliceRecords(LogSlice slice) {
        this.length = slice.length();
        this.slice = new AtomicReference<>(slice);
    }

    @Override
    public int sizeInBytes() {
        return length;
    }

    /** Whether sending them may wait for the disk. */
    boolean isCold() {
        LogSlice held = slice.get();
        return held != null && held.isCold();
    }

    /** Has them read into memory; waits for the disk. */
    void readAhead() {
        LogSlice held = slice.get();
        if (held != null) {
            held.readAhead();
        }
    }

    /** Hands the slice to the caller, who must release it; null when it is gone already. */
    public @Nullable LogSlice take() {
        return slice.getAndSet(null);
    }

    /** Releases the slice unless it was taken. */
    public void release() {
        LogSlice left = take();
        if (left != null) {
            left.release();
        }
    }

    /** Releases whatever slices a response that is not sent still holds. */
    public static void releaseAll(ApiMessage response) {
        if (response instanceof FetchResponseData fetch) {
            for (FetchResponseData.FetchableTopicResponse topic : fetch.responses()) {
                for (FetchResponseData.PartitionData partition : topic.partitions()) {
                    if (partition.records() instanceof SliceRecords records) {
                        records.release();
                    }
                }
            }
        }
    }

    /** Not how these records leave: the Kafka port sends the slice itself. */
    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new UnsupportedOperationException("a slice of a log is sent by the Kafka port's own writer");
    }
}
