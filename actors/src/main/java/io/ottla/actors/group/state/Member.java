package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** One member of a classic group. The assignment is durable, the rest lives as long as the coordinator. */
final class Member {
    final String id;
    final Optional<String> instanceId;
    final String clientId;
    final String clientHost;
    int sessionTimeoutMs;
    int rebalanceTimeoutMs;
    List<JoinProtocol> protocols;
    Bytes assignment = SyncResult.NO_ASSIGNMENT;

    /** When it is taken for dead, steady clock. */
    long sessionDeadlineMs;

    /** Whether it has yet to see its first generation: until then it cannot send heartbeats. */
    boolean fresh;

    /** Whether the others wait for its sync in this generation. */
    boolean syncDue;

    /** Its join, while the generation is being gathered. */
    @Nullable
    Reply<JoinResult> joining;

    /** Its sync, while the leader has not handed in the assignments. */
    @Nullable
    Reply<SyncResult> syncing;

    Member(
            String id,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            int sessionTimeoutMs,
            int rebalanceTimeoutMs,
            List<JoinProtocol> protocols) {
        this.id = id;
        this.instanceId = instanceId;
        this.clientId = clientId;
        this.clientHost = clientHost;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.rebalanceTimeoutMs = rebalanceTimeoutMs;
        this.protocols = List.copyOf(protocols);
    }

    static Member joining(String id, GroupCommand.Join join) {
        return new Member(
                id,
                join.instanceId(),
                join.clientId(),
                join.clientHost(),
                join.sessionTimeoutMs(),
                join.rebalanceTimeoutMs(),
                join.protocols());
    }

    /** Its metadata for a protocol; empty when it does not support that one. */
    Bytes metadata(String protocol) {
        for (JoinProtocol supported : protocols) {
            if (supported.name().equals(protocol)) {
                return supported.metadata();
            }
        }
        return SyncResult.NO_ASSIGNMENT;
    }

    boolean isStatic() {
        return instanceId.isPresent();
    }

    /** Whether it waits for us rather than we for it. */
    boolean isParked() {
        return joining != null || syncing != null;
    }

    StoredGroup.StoredMember stored(Optional<String> protocol, Bytes withAssignment) {
        return new StoredGroup.StoredMember(
                id,
                instanceId,
                clientId,
                clientHost,
                rebalanceTimeoutMs,
                sessionTimeoutMs,
                protocol.map(this::metadata).orElse(SyncResult.NO_ASSIGNMENT),
                withAssignment);
    }
}
