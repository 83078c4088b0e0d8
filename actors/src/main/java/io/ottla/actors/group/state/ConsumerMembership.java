package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.consumer.ConsumerGroup;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.ConsumerPhase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;

/** A consumer group (KIP-848) as its offsets and administrators see it. */
final class ConsumerMembership implements Membership {
    private final ConsumerGroup group;

    ConsumerMembership(ConsumerGroup group) {
        this.group = group;
    }

    @Override
    public String kind() {
        return GroupListing.CONSUMER;
    }

    @Override
    public String protocolType() {
        return ClassicGroup.CONSUMER;
    }

    @Override
    public String state() {
        return group.phase().label();
    }

    @Override
    public boolean isStored() {
        return group.exists();
    }

    @Override
    public boolean hasMembers() {
        return group.size() > 0;
    }

    @Override
    public Errors checkCommit(GroupCommand.CommitOffsets commit, Moment now) {
        boolean stranger = commit.generationId() < 0
                && commit.memberId().isEmpty()
                && commit.instanceId().isEmpty();
        if (commit.generationId() < 0 && !hasMembers()) {
            return Errors.NONE;
        }
        if (stranger && commit.producer().isPresent()) {
            return Errors.NONE;
        }
        Optional<ConsumerMember> member = group.member(commit.memberId());
        if (member.isEmpty()) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        int epoch = member.get().current().memberEpoch();
        if (commit.generationId() == epoch) {
            return Errors.NONE;
        }
        // An earlier epoch will do for what the member has had since then (KIP-1251).
        boolean maybe = !member.get().isClassic() && commit.generationId() >= 0 && commit.generationId() < epoch;
        return maybe ? Errors.NONE : otherEpoch(member.get(), commit.producer().isPresent());
    }

    @Override
    public Errors checkOffset(GroupCommand.CommitOffsets commit, OffsetToCommit offset) {
        Optional<ConsumerMember> found = group.member(commit.memberId());
        if (found.isEmpty()
                || commit.generationId() < 0
                || commit.generationId() == found.get().current().memberEpoch()) {
            return Errors.NONE;
        }
        ConsumerMember member = found.get();
        int partition = offset.partition().partition();
        int since = Math.max(
                member.current().assigned().epochOf(offset.topicId(), partition),
                member.current().revoking().epochOf(offset.topicId(), partition));
        return since >= 0 && since <= commit.generationId()
                ? Errors.NONE
                : otherEpoch(member, commit.producer().isPresent());
    }

    private static Errors otherEpoch(ConsumerMember member, boolean inTransaction) {
        return member.isClassic() || inTransaction ? Errors.ILLEGAL_GENERATION : Errors.STALE_MEMBER_EPOCH;
    }

    @Override
    public Errors checkFetch(GroupCommand.FetchOffsets fetch) {
        boolean stranger = fetch.memberId().isEmpty() && fetch.memberEpoch() < 0;
        if (stranger) {
            return Errors.NONE;
        }
        return group.member(fetch.memberId())
                .map(member ->
                        member.current().memberEpoch() == fetch.memberEpoch() ? Errors.NONE : Errors.STALE_MEMBER_EPOCH)
                .orElse(Errors.UNKNOWN_MEMBER_ID);
    }

    @Override
    public Errors checkDeleteOffsets() {
        return Errors.NONE;
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return group.subscribedTopics().contains(topic);
    }

    @Override
    public OptionalLong unusedSince(CommittedOffset offset) {
        return OptionalLong.of(offset.commitTimestampMs());
    }

    @Override
    public void forget(Outcome.Builder out) {
        group.remove(out);
    }

    ConsumerGroupDescription describe(String assignor) {
        if (group.phase() == ConsumerPhase.DEAD) {
            return ConsumerGroupDescription.failed(Errors.GROUP_ID_NOT_FOUND);
        }
        List<ConsumerGroupDescription.DescribedMember> members = group.subscriptions().keySet().stream()
                .sorted()
                .flatMap(id -> group.member(id).stream())
                .map(member -> new ConsumerGroupDescription.DescribedMember(member, group.target(member.id())))
                .toList();
        return new ConsumerGroupDescription(
                Errors.NONE, Optional.empty(), state(), group.epoch(), group.targetEpoch(), assignor, members);
    }
}
