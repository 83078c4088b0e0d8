package io.ottla.storage;

import io.ottla.storage.AppendResult.Appended;
import io.ottla.storage.AppendResult.Rejected;
import io.ottla.storage.batch.BatchHeader;
import io.ottla.storage.producer.SequenceCheck;
import io.ottla.storage.producer.SequencedBatch;
import java.util.Optional;
import org.apache.kafka.common.record.TimestampType;

/** Answers an append for its producers where it must not be written: a duplicate, or a refusal. */
final class ProducerGate {
    private ProducerGate() {}

    /** Empty when the chunk is to be written. */
    static Optional<AppendResult> check(AppendChunk chunk, AppendOrigin origin, LogState log) {
        for (SequencedBatch batch : chunk.sequenced()) {
            Optional<AppendResult> decided = decide(log.producers.check(batch, origin), log);
            if (decided.isPresent()) {
                return decided;
            }
        }
        return chunk.marker().flatMap(marker -> decide(log.producers.check(marker, origin), log));
    }

    private static Optional<AppendResult> decide(SequenceCheck check, LogState log) {
        if (check instanceof SequenceCheck.Refused refused) {
            return Optional.of(new Rejected(refused.reason(), refused.message()));
        }
        if (check instanceof SequenceCheck.Repeated repeated) {
            return Optional.of(new AppendResult.Repeated(repeated.below(), log.startOffset));
        }
        return check instanceof SequenceCheck.Duplicate first ? Optional.of(again(first, log)) : Optional.empty();
    }

    private static Appended again(SequenceCheck.Duplicate first, LogState log) {
        boolean logAppendTime = log.config.timestampType() == TimestampType.LOG_APPEND_TIME;
        return new Appended(
                first.baseOffset(),
                first.lastOffset(),
                logAppendTime ? first.timestampMs() : BatchHeader.NONE,
                log.startOffset,
                true,
                0,
                (int) (first.lastOffset() - first.baseOffset()) + 1);
    }
}
