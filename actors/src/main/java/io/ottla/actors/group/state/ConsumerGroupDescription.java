package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.Refusal;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * A consumer group as an administrator sees it.
 *
 * @param message why it could not be described, in words
 * @param state where it stands
 * @param epoch of the group
 * @param targetEpoch the epoch that the targets were computed for
 * @param assignor the one that computed them or would
 */
public record ConsumerGroupDescription(
        Errors error,
        Optional<String> message,
        String state,
        int epoch,
        int targetEpoch,
        String assignor,
        List<DescribedMember> members) {
    /** A description that could not be given. */
    public static ConsumerGroupDescription failed(Errors error) {
        return failed(error, Optional.empty());
    }

    static ConsumerGroupDescription failed(Refusal refusal) {
        return failed(refusal.error(), refusal.message());
    }

    private static ConsumerGroupDescription failed(Errors error, Optional<String> message) {
        return new ConsumerGroupDescription(error, message, "", 0, 0, "", List.of());
    }

    /** A member of it, and what it is to have. */
    public record DescribedMember(ConsumerMember member, PartitionSet target) {}
}
