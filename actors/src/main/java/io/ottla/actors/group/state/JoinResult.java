package io.ottla.actors.group.state;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/**
 * The answer to a join.
 *
 * @param memberId the member's id; with MEMBER_ID_REQUIRED the one to come back with
 * @param generationId the generation joined, -1 on an error
 * @param leader the id of the member that assigns, empty on an error
 * @param skipAssignment whether the leader need not assign because the assignments stand (KIP-814)
 * @param members everybody in the generation, for the leader only
 */
public record JoinResult(
        Errors error,
        String memberId,
        int generationId,
        Optional<String> protocolType,
        Optional<String> protocolName,
        String leader,
        boolean skipAssignment,
        List<JoinedMember> members) {
    /** A join that did not happen. */
    public static JoinResult failed(Errors error, String memberId) {
        return new JoinResult(error, memberId, -1, Optional.empty(), Optional.empty(), "", false, List.of());
    }

    /**
     * A member as the leader sees it.
     *
     * @param metadata its metadata for the chosen protocol
     */
    public record JoinedMember(String memberId, Optional<String> instanceId, Bytes metadata) {}
}
