package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * The answer to a heartbeat.
 *
 * @param message what was wrong, in words
 * @param memberEpoch the epoch the member is in from now on
 * @param intervalMs when to send the next one
 * @param assignment what the member may use; absent if it is as it was told before
 */
public record HeartbeatAnswer(
        Errors error,
        Optional<String> message,
        String memberId,
        int memberEpoch,
        int intervalMs,
        Optional<PartitionSet> assignment) {
    /** A heartbeat that was refused. */
    public static HeartbeatAnswer failed(Errors error) {
        return refused(new Refusal(error, Optional.empty()));
    }

    /** A heartbeat that was refused, and why. */
    public static HeartbeatAnswer refused(Refusal refusal) {
        return new HeartbeatAnswer(refusal.error(), refusal.message(), "", 0, 0, Optional.empty());
    }

    static HeartbeatAnswer left(String memberId, int memberEpoch) {
        return new HeartbeatAnswer(Errors.NONE, Optional.empty(), memberId, memberEpoch, 0, Optional.empty());
    }
}
