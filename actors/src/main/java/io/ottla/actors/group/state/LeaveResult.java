package io.ottla.actors.group.state;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * The answer to a leave.
 *
 * @param error of the command as a whole
 * @param members what became of each, in the command's order; empty when the whole failed
 */
public record LeaveResult(Errors error, List<LeftMember> members) {
    /** What became of one member. */
    public record LeftMember(String memberId, Optional<String> instanceId, Errors error) {}
}
