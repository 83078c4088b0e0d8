package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.Pace;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** What a group can be told. Each command carries the reply that takes its one answer. */
public sealed interface GroupCommand extends CoordinatorCommand
        permits ConsumerGroupCommand,
                GroupCommand.Join,
                GroupCommand.Sync,
                GroupCommand.Heartbeat,
                GroupCommand.Leave,
                GroupCommand.CommitOffsets,
                GroupCommand.FetchOffsets,
                GroupCommand.DeleteOffsets,
                GroupCommand.Describe,
                GroupCommand.Delete,
                GroupCommand.Expire,
                GroupCommand.ForgetTopics {
    /** The group it is for. */
    String groupId();

    @Override
    default String entityId() {
        return groupId();
    }

    /** Lets the group decide. */
    Outcome decideIn(Group group, Moment now);

    /**
     * Joins the group, or joins the next generation of it.
     *
     * @param memberId empty for a member without an id
     * @param freshId the id that a member without one is given
     * @param instanceId the name of a static member (KIP-345)
     * @param rebalanceTimeoutMs how long it may take to rejoin when the group rebalances
     * @param protocols what it supports, the favourite first
     * @param knowsIdFirst whether it must come back with its id before it is let in (KIP-394)
     * @param skipsAssignment whether it understands being leader without having to assign (KIP-814)
     * @param reason why it joins, for the log (KIP-800)
     */
    record Join(
            String groupId,
            String memberId,
            String freshId,
            Optional<String> instanceId,
            String clientId,
            String clientHost,
            int sessionTimeoutMs,
            int rebalanceTimeoutMs,
            String protocolType,
            List<JoinProtocol> protocols,
            boolean knowsIdFirst,
            boolean skipsAssignment,
            String reason,
            Reply<JoinResult> reply)
            implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(JoinResult.failed(error, memberId));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.join(this, now);
        }
    }

    /**
     * Hands in the leader's assignments, or asks for one's own.
     *
     * @param protocolType what the member believes, empty before version 5
     * @param protocolName what the member believes, empty before version 5
     * @param assignments by member id; only the leader's are looked at
     */
    record Sync(
            String groupId,
            String memberId,
            Optional<String> instanceId,
            int generationId,
            Optional<String> protocolType,
            Optional<String> protocolName,
            Map<String, Bytes> assignments,
            Reply<SyncResult> reply)
            implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(SyncResult.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.sync(this, now);
        }
    }

    /** Says that a member is alive. */
    record Heartbeat(
            String groupId, String memberId, Optional<String> instanceId, int generationId, Reply<Errors> reply)
            implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(error);
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.heartbeat(this, now);
        }
    }

    /** Takes members out of the group. */
    record Leave(String groupId, List<LeavingMember> members, Reply<LeaveResult> reply) implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(new LeaveResult(error, List.of()));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.leave(this, now);
        }
    }

    /**
     * Commits offsets.
     *
     * @param memberId empty for somebody who is no member
     * @param generationId the member's epoch in a consumer group; -1 for somebody who is no member
     * @param producer in whose transaction they are committed, so that they count once it commits
     */
    record CommitOffsets(
            String groupId,
            String memberId,
            Optional<String> instanceId,
            int generationId,
            Optional<TransactionalProducer> producer,
            List<OffsetToCommit> offsets,
            Reply<OffsetsAnswer> reply)
            implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(OffsetsAnswer.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.commit(this, now);
        }

        @Override
        public Pace pace() {
            return Pace.OVERLAPPING;
        }
    }

    /**
     * Asks for committed offsets.
     *
     * @param memberId empty for somebody who is no member
     * @param memberEpoch -1 for somebody who is no member
     * @param partitions which; empty for all there are
     * @param stable whether to wait for commits that are on their way
     */
    record FetchOffsets(
            String groupId,
            String memberId,
            int memberEpoch,
            Optional<List<TopicPartition>> partitions,
            boolean stable,
            Reply<FetchedOffsets> reply)
            implements GroupCommand {
        /** A question of somebody who is no member. */
        public FetchOffsets(
                String groupId,
                Optional<List<TopicPartition>> partitions,
                boolean stable,
                Reply<FetchedOffsets> reply) {
            this(groupId, "", -1, partitions, stable, reply);
        }

        @Override
        public void refuse(Errors error) {
            reply.complete(FetchedOffsets.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.fetch(this);
        }

        @Override
        public Pace pace() {
            return stable ? Pace.AFTER_ALL_WRITES : Pace.ALONE_IF_IT_WRITES;
        }
    }

    /** Forgets offsets of topics that the group does not subscribe to (KIP-496). */
    record DeleteOffsets(String groupId, List<TopicPartition> partitions, Reply<OffsetsAnswer> reply)
            implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(OffsetsAnswer.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.deleteOffsets(this);
        }

        @Override
        public Pace pace() {
            return Pace.AFTER_ALL_WRITES;
        }
    }

    /** Asks what the group is and who is in it. */
    record Describe(String groupId, Reply<GroupDescription> reply) implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(GroupDescription.failed(error));
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.describe(this);
        }
    }

    /** Deletes the group, which must be empty, with its offsets. */
    record Delete(String groupId, Reply<Errors> reply) implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            reply.complete(error);
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.delete(this);
        }

        @Override
        public Pace pace() {
            return Pace.AFTER_ALL_WRITES;
        }
    }

    /** Forgets offsets past their retention, and the group when nothing is left of it (KIP-211). */
    record Expire(String groupId) implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            // Nobody waits for it, and the next round tries again.
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.expire(now);
        }

        @Override
        public Pace pace() {
            return Pace.AFTER_ALL_WRITES;
        }
    }

    /** Forgets offsets of topics that were deleted. */
    record ForgetTopics(String groupId, Set<String> topics) implements GroupCommand {
        @Override
        public void refuse(Errors error) {
            // Nobody waits for it; what stays behind expires by retention.
        }

        @Override
        public Outcome decideIn(Group group, Moment now) {
            return group.forgetTopics(this);
        }

        @Override
        public Pace pace() {
            return Pace.AFTER_ALL_WRITES;
        }
    }
}
