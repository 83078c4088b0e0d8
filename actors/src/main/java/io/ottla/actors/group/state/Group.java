package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * One group: its members and its committed offsets. Decides commands, and changes what is durable only by {@link #replay replaying}
 * records; the same records in the same order give the same group to the next coordinator.
 *
 * <p>This is the whole of what the coordinator's runtime knows of a group. Another group protocol stands beside {@link ClassicGroup}
 * here, with records of its own.
 */
public final class Group implements Entity {
    private final String id;
    private final GroupLimits limits;
    private final ClassicGroup members;
    private final GroupOffsets offsets = new GroupOffsets();

    /** A group that nobody knows yet. */
    public Group(String id, GroupLimits limits) {
        this.id = id;
        this.limits = limits;
        this.members = new ClassicGroup(id, limits);
    }

    @Override
    public String id() {
        return id;
    }

    /** Where it stands. */
    public GroupPhase phase() {
        return members.phase;
    }

    /** How many generations it has had. */
    public int generationId() {
        return members.generationId;
    }

    /** Why it last began to rebalance, in words. */
    public String rebalanceReason() {
        return members.rebalance.reason();
    }

    /** How many members it has. */
    public int size() {
        return members.members.size();
    }

    @Override
    public long nextDeadlineMs() {
        return members.nextDeadlineMs;
    }

    @Override
    public boolean isVacant() {
        return !members.hasMembers() && members.members.pending.isEmpty() && !members.isStored() && offsets.isEmpty();
    }

    @Override
    public GroupListing listing() {
        return new GroupListing(id, members.protocolType.orElse(""), phase(), GroupListing.CLASSIC);
    }

    @Override
    public Outcome decide(CoordinatorCommand command, Moment now) {
        return ((GroupCommand) command).decideIn(this, now);
    }

    @Override
    public Outcome onTime(Moment now) {
        return members.onTime(now);
    }

    @Override
    public void start(Moment now) {
        members.start(now);
    }

    @Override
    public void replay(CoordinatorRecord record) {
        ((GroupRecord) record).replayIn(this);
        boolean known = members.isStored() || !offsets.isEmpty();
        if (members.phase == GroupPhase.DEAD && known) {
            members.phase = GroupPhase.EMPTY;
        } else if (members.phase == GroupPhase.EMPTY && !known) {
            members.phase = GroupPhase.DEAD;
        }
    }

    @Override
    public Outcome onRefused(Outcome outcome, Moment now) {
        boolean generation =
                outcome.records().stream().anyMatch(record -> record instanceof GroupRecord.GenerationStored);
        return generation ? members.onRefused(now) : Outcome.NOTHING;
    }

    @Override
    public List<Answer<?>> abandon(Errors error) {
        Outcome.Builder out = new Outcome.Builder();
        members.members.all().forEach(member -> members.rebalance.dismiss(member, error, out));
        return out.build().answers();
    }

    Outcome join(GroupCommand.Join join, Moment now) {
        return members.join(join, now);
    }

    Outcome sync(GroupCommand.Sync sync, Moment now) {
        return members.sync(sync, now);
    }

    Outcome heartbeat(GroupCommand.Heartbeat heartbeat, Moment now) {
        return Outcome.answer(heartbeat.reply(), members.heartbeat(heartbeat, now));
    }

    Outcome leave(GroupCommand.Leave leave, Moment now) {
        return members.leave(leave, now);
    }

    Outcome describe(GroupCommand.Describe describe) {
        return Outcome.answer(describe.reply(), members.describe());
    }

    Outcome commit(GroupCommand.CommitOffsets commit, Moment now) {
        Errors error = members.checkCommit(commit, now);
        if (error != Errors.NONE) {
            return Outcome.answer(commit.reply(), OffsetsAnswer.failed(error));
        }
        Outcome.Builder out = new Outcome.Builder();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        for (OffsetToCommit offset : commit.offsets()) {
            if (offset.metadata().length() > limits.maxOffsetMetadataChars()) {
                refused.put(offset.partition(), Errors.OFFSET_METADATA_TOO_LARGE);
            } else {
                out.write(record(commit, offset, now.wallMs()));
            }
        }
        out.answer(commit.reply(), new OffsetsAnswer(Errors.NONE, refused), OffsetsAnswer::failed);
        return out.build();
    }

    private GroupRecord record(GroupCommand.CommitOffsets commit, OffsetToCommit offset, long nowWallMs) {
        CommittedOffset committed = committed(offset, nowWallMs);
        return commit.producer()
                .<GroupRecord>map(
                        producer -> new GroupRecord.OffsetPending(id, offset.partition(), committed, producer))
                .orElseGet(() -> new GroupRecord.OffsetCommitted(id, offset.partition(), committed));
    }

    private static CommittedOffset committed(OffsetToCommit offset, long nowWallMs) {
        return new CommittedOffset(
                offset.offset(),
                offset.leaderEpoch(),
                offset.metadata(),
                nowWallMs,
                offset.retentionMs() < 0 ? CommittedOffset.NEVER : nowWallMs + offset.retentionMs(),
                offset.topicId());
    }

    Outcome fetch(GroupCommand.FetchOffsets fetch) {
        Set<TopicPartition> unstable = fetch.stable() ? offsets.unstable(fetch.partitions()) : Set.of();
        return Outcome.answer(
                fetch.reply(), new FetchedOffsets(Errors.NONE, offsets.find(fetch.partitions()), unstable));
    }

    Outcome deleteOffsets(GroupCommand.DeleteOffsets delete) {
        Errors error = checkDeleteOffsets();
        if (error != Errors.NONE) {
            return Outcome.answer(delete.reply(), OffsetsAnswer.failed(error));
        }
        Outcome.Builder out = new Outcome.Builder();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        for (TopicPartition partition : delete.partitions()) {
            if (members.hasMembers() && members.isSubscribedTo(partition.topic())) {
                refused.put(partition, Errors.GROUP_SUBSCRIBED_TO_TOPIC);
            } else if (offsets.has(partition)) {
                out.write(new GroupRecord.OffsetForgotten(id, partition));
            }
        }
        out.answer(delete.reply(), new OffsetsAnswer(Errors.NONE, refused), OffsetsAnswer::failed);
        return out.build();
    }

    private Errors checkDeleteOffsets() {
        return switch (phase()) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case EMPTY -> Errors.NONE;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE ->
                members.isConsumerGroup() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
        };
    }

    Outcome delete(GroupCommand.Delete delete) {
        if (phase() != GroupPhase.EMPTY) {
            boolean dead = phase() == GroupPhase.DEAD;
            return Outcome.answer(delete.reply(), dead ? Errors.GROUP_ID_NOT_FOUND : Errors.NON_EMPTY_GROUP);
        }
        Outcome.Builder out = new Outcome.Builder();
        forget(offsets.which((partition, offset) -> true).toList(), out);
        forgetGroup(out);
        out.answer(delete.reply(), Errors.NONE, error -> error);
        return out.build();
    }

    Outcome expire(Moment now) {
        OffsetRetention retention = new OffsetRetention(members, limits.offsetsRetentionMs());
        List<TopicPartition> expired = offsets.which((partition, offset) ->
                        !offsets.isUnstable(partition) && retention.isOver(partition.topic(), offset, now.wallMs()))
                .toList();
        Outcome.Builder out = new Outcome.Builder();
        forget(expired, out);
        if (phase() == GroupPhase.EMPTY && expired.size() == offsets.size() && !offsets.hasPending()) {
            forgetGroup(out);
        }
        return out.build();
    }

    Outcome forgetTopics(GroupCommand.ForgetTopics forget) {
        Outcome.Builder out = new Outcome.Builder();
        forget(
                offsets.which((partition, offset) -> forget.topics().contains(partition.topic()))
                        .toList(),
                out);
        return out.build();
    }

    private void forget(List<TopicPartition> partitions, Outcome.Builder out) {
        partitions.forEach(partition -> out.write(new GroupRecord.OffsetForgotten(id, partition)));
    }

    private void forgetGroup(Outcome.Builder out) {
        if (members.isStored()) {
            out.write(new GroupRecord.GroupForgotten(id));
        }
    }

    void replayOffset(TopicPartition partition, CommittedOffset offset) {
        offsets.put(partition, offset);
    }

    void replayPending(long producerId, TopicPartition partition, CommittedOffset offset) {
        offsets.putPending(producerId, partition, offset);
    }

    void replayTransactionEnded(long producerId, boolean committed) {
        offsets.end(producerId, committed);
    }

    void replayNoOffset(TopicPartition partition) {
        offsets.remove(partition);
    }

    void replayGeneration(StoredGroup generation) {
        members.replay(generation);
    }

    void replayForgotten() {
        members.forget();
    }
}
