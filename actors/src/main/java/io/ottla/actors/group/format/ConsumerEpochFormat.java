package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.group.state.consumer.ConsumerRecord;

/**
 * The epochs of a consumer group.
 *
 * <pre>
 *   of the group:   version | epoch | tagged fields (0: int64 hash of its topics)
 *   of the targets: version | epoch | tagged fields (0: int64 time of their computation)
 * </pre>
 */
final class ConsumerEpochFormat {
    private static final int VERSION = 0;
    private static final int TAG = 0;

    private ConsumerEpochFormat() {}

    static byte[] write(ConsumerRecord.EpochBumped bumped) {
        return write(bumped.epoch(), bumped.metadataHash());
    }

    static byte[] write(ConsumerRecord.TargetComputed computed) {
        return write(computed.epoch(), computed.timestampMs());
    }

    private static byte[] write(int epoch, long tagged) {
        FieldWriter out = new FieldWriter().int16(VERSION).int32(epoch);
        if (tagged == 0) {
            out.unsignedVarint(0);
        } else {
            out.unsignedVarint(1).unsignedVarint(TAG).unsignedVarint(Long.BYTES).int64(tagged);
        }
        return out.toBytes();
    }

    static ConsumerRecord readGroup(String group, FieldReader in) {
        return new ConsumerRecord.EpochBumped(group, in.int32(), tagged(in));
    }

    static ConsumerRecord readTargets(String group, FieldReader in) {
        return new ConsumerRecord.TargetComputed(group, in.int32(), tagged(in));
    }

    private static long tagged(FieldReader in) {
        long[] value = {0};
        in.taggedFields(TAG, () -> value[0] = in.int64());
        return value[0];
    }
}
