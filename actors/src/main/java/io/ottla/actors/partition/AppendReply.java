package io.ottla.actors.partition;

import io.ottla.storage.RecordError;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** What became of an {@link Partition.Append}. */
public sealed interface AppendReply {

    /**
     * The batch is in the log, and as safe as its acknowledgement asked for.
     *
     * @param baseOffset the offset of its first record
     * @param lastOffset the offset of its last record
     * @param logAppendTimeMs the time it was given where the topic uses LogAppendTime, else -1
     * @param logStartOffset the first offset of the log
     */
    record Accepted(long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset)
            implements AppendReply {}

    /**
     * The batch was in the log already, since before its producer's last five batches, and is as safe as its acknowledgement asked for. Clients take
     * DUPLICATE_SEQUENCE_NUMBER for a success whose offset is not known.
     *
     * @param logStartOffset the first offset of the log
     */
    record Repeated(long logStartOffset) implements AppendReply {}

    /**
     * The batch was refused, or its safety is not known (NOT_ENOUGH_REPLICAS_AFTER_APPEND, NOT_LEADER_OR_FOLLOWER).
     *
     * @param error the code for the client
     * @param message what was wrong with it, in words; empty when the code says it all
     * @param recordErrors the records at fault, where single ones are (KIP-467)
     * @param logStartOffset the first offset of the log, -1 if unknown
     */
    record Refused(Errors error, String message, List<RecordError> recordErrors, long logStartOffset)
            implements AppendReply {
        /** A refusal that its code explains. */
        public static Refused of(Errors error) {
            return new Refused(error, "", List.of(), -1L);
        }
    }
}
