package io.ottla.actors.group.state;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * A generation of a classic group as the log holds it.
 *
 * @param protocolType empty for a group without one
 * @param protocol the chosen assignor; absent in an empty group
 * @param leader the member that assigned; absent in an empty group
 * @param stateTimestampMs since when it is as it is, wall clock; -1 if unknown
 */
public record StoredGroup(
        String protocolType,
        int generationId,
        Optional<String> protocol,
        Optional<String> leader,
        long stateTimestampMs,
        List<StoredMember> members) {

    /** A member of the generation, with its metadata for the chosen protocol. */
    public record StoredMember(
            String memberId,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            Bytes subscription,
            Bytes assignment) {}
}
