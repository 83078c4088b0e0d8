package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.group.state.CommittedOffset;
import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * The value of an offset commit. Written as version 4, or as version 1 when the committer asked for an expiry of its own, which only
 * that version can hold; all are read.
 *
 * <pre>
 *   v0-v3: version | offset | leader epoch (v3) | metadata | commit time | expire time (v1)
 *   v4:    version | offset | leader epoch | compact metadata | commit time | tagged fields (0: topic id)
 * </pre>
 */
final class OffsetCommitFormat {
    private static final int WITH_EXPIRY = 1;
    private static final int WITH_LEADER_EPOCH = 3;
    private static final int FLEXIBLE = 4;
    private static final int TOPIC_ID_TAG = 0;
    private static final int TOPIC_ID_BYTES = 16;

    private OffsetCommitFormat() {}

    static byte[] write(CommittedOffset offset) {
        return offset.expireTimestampMs() == CommittedOffset.NEVER ? writeFlexible(offset) : writeWithExpiry(offset);
    }

    private static byte[] writeFlexible(CommittedOffset offset) {
        FieldWriter out = new FieldWriter()
                .int16(FLEXIBLE)
                .int64(offset.offset())
                .int32(offset.leaderEpoch())
                .compactString(offset.metadata())
                .int64(offset.commitTimestampMs());
        if (offset.topicId().equals(Uuid.ZERO_UUID)) {
            out.unsignedVarint(0);
        } else {
            out.unsignedVarint(1)
                    .unsignedVarint(TOPIC_ID_TAG)
                    .unsignedVarint(TOPIC_ID_BYTES)
                    .uuid(offset.topicId());
        }
        return out.toBytes();
    }

    private static byte[] writeWithExpiry(CommittedOffset offset) {
        return new FieldWriter()
                .int16(WITH_EXPIRY)
                .int64(offset.offset())
                .string(offset.metadata())
                .int64(offset.commitTimestampMs())
                .int64(offset.expireTimestampMs())
                .toBytes();
    }

    static CommittedOffset read(ByteBuffer value) {
        FieldReader in = new FieldReader(value);
        int version = in.int16();
        if (version < 0 || version > FLEXIBLE) {
            throw new MalformedRecordException("an offset commit of version " + version);
        }
        long offset = in.int64();
        int leaderEpoch = version >= WITH_LEADER_EPOCH ? in.int32() : -1;
        String metadata = version >= FLEXIBLE ? in.compactString() : in.string();
        long commitTimestamp = in.int64();
        long expireTimestamp = version == WITH_EXPIRY ? in.int64() : CommittedOffset.NEVER;
        Uuid[] topicId = {Uuid.ZERO_UUID};
        if (version >= FLEXIBLE) {
            in.taggedFields(TOPIC_ID_TAG, () -> topicId[0] = in.uuid());
        }
        return new CommittedOffset(offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId[0]);
    }
}
