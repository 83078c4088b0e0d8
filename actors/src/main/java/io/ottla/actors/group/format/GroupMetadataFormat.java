package io.ottla.actors.group.format;

import io.ottla.actors.coordinator.format.FieldReader;
import io.ottla.actors.coordinator.format.FieldWriter;
import io.ottla.actors.coordinator.format.MalformedRecordException;
import io.ottla.actors.group.state.StoredGroup;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * The value of a classic group's generation. Written as version 3; all are read.
 *
 * <pre>
 *   version | protocol type | generation | protocol | leader | state time (v2) | members
 *   member: id | instance (v3) | client id | client host | rebalance timeout (v1) | session timeout | subscription | assignment
 * </pre>
 */
final class GroupMetadataFormat {
    private static final int WITH_REBALANCE_TIMEOUT = 1;
    private static final int WITH_STATE_TIMESTAMP = 2;
    private static final int WITH_INSTANCES = 3;
    private static final int FLEXIBLE = 4;
    private static final int NO_TAG = -1;

    private final FieldReader in;
    private final int version;

    private GroupMetadataFormat(FieldReader in, int version) {
        this.in = in;
        this.version = version;
    }

    static byte[] write(StoredGroup group) {
        FieldWriter out = new FieldWriter()
                .int16(WITH_INSTANCES)
                .string(group.protocolType())
                .int32(group.generationId())
                .nullableString(group.protocol())
                .nullableString(group.leader())
                .int64(group.stateTimestampMs())
                .int32(group.members().size());
        for (StoredGroup.StoredMember member : group.members()) {
            out.string(member.memberId())
                    .nullableString(member.instanceId())
                    .string(member.clientId())
                    .string(member.clientHost())
                    .int32(member.rebalanceTimeoutMs())
                    .int32(member.sessionTimeoutMs())
                    .bytes(member.subscription())
                    .bytes(member.assignment());
        }
        return out.toBytes();
    }

    static StoredGroup read(ByteBuffer value) {
        FieldReader in = new FieldReader(value);
        int version = in.int16();
        if (version < 0 || version > FLEXIBLE) {
            throw new MalformedRecordException("group metadata of version " + version);
        }
        return new GroupMetadataFormat(in, version).group();
    }

    private StoredGroup group() {
        String protocolType = string();
        int generation = in.int32();
        Optional<String> protocol = nullableString();
        Optional<String> leader = nullableString();
        long stateTimestamp = version >= WITH_STATE_TIMESTAMP ? in.int64() : -1L;
        int count = in.count(version >= FLEXIBLE ? in.unsignedVarint() - 1 : in.int32());
        List<StoredGroup.StoredMember> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(member());
        }
        skipTaggedFields();
        return new StoredGroup(protocolType, generation, protocol, leader, stateTimestamp, members);
    }

    private StoredGroup.StoredMember member() {
        String id = string();
        Optional<String> instance = version >= WITH_INSTANCES ? nullableString() : Optional.empty();
        String clientId = string();
        String clientHost = string();
        int rebalanceTimeout = version >= WITH_REBALANCE_TIMEOUT ? in.int32() : -1;
        int sessionTimeout = in.int32();
        Bytes subscription = bytes();
        Bytes assignment = bytes();
        skipTaggedFields();
        return new StoredGroup.StoredMember(
                id, instance, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment);
    }

    private String string() {
        return version >= FLEXIBLE ? in.compactString() : in.string();
    }

    private Optional<String> nullableString() {
        return version >= FLEXIBLE ? in.compactNullableString() : in.nullableString();
    }

    private Bytes bytes() {
        return version >= FLEXIBLE ? in.compactBytes() : in.bytes();
    }

    private void skipTaggedFields() {
        if (version >= FLEXIBLE) {
            in.taggedFields(NO_TAG, () -> {});
        }
    }
}
