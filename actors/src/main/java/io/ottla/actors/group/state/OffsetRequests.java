package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** Decides what becomes of a group's committed offsets. */
final class OffsetRequests {
    private final String groupId;
    private final GroupLimits limits;
    private final GroupOffsets offsets;

    OffsetRequests(String groupId, GroupLimits limits, GroupOffsets offsets) {
        this.groupId = groupId;
        this.limits = limits;
        this.offsets = offsets;
    }

    Outcome commit(GroupCommand.CommitOffsets commit, Membership members, Moment now) {
        Errors error = members.checkCommit(commit, now);
        if (error != Errors.NONE) {
            return Outcome.answer(commit.reply(), OffsetsAnswer.failed(error));
        }
        Outcome.Builder out = new Outcome.Builder();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        for (OffsetToCommit offset : commit.offsets()) {
            Errors ofOffset = offset.metadata().length() > limits.maxOffsetMetadataChars()
                    ? Errors.OFFSET_METADATA_TOO_LARGE
                    : members.checkOffset(commit, offset);
            if (ofOffset == Errors.NONE) {
                out.write(record(commit, offset, now.wallMs()));
            } else {
                refused.put(offset.partition(), ofOffset);
            }
        }
        out.answer(commit.reply(), new OffsetsAnswer(Errors.NONE, refused), OffsetsAnswer::failed);
        return out.build();
    }

    private GroupRecord record(GroupCommand.CommitOffsets commit, OffsetToCommit offset, long nowWallMs) {
        CommittedOffset committed = committed(offset, nowWallMs);
        return commit.producer()
                .<GroupRecord>map(
                        producer -> new GroupRecord.OffsetPending(groupId, offset.partition(), committed, producer))
                .orElseGet(() -> new GroupRecord.OffsetCommitted(groupId, offset.partition(), committed));
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

    Outcome fetch(GroupCommand.FetchOffsets fetch, Membership members) {
        Errors error = members.checkFetch(fetch);
        if (error != Errors.NONE) {
            return Outcome.answer(fetch.reply(), FetchedOffsets.failed(error));
        }
        Set<TopicPartition> unstable = fetch.stable() ? offsets.unstable(fetch.partitions()) : Set.of();
        return Outcome.answer(
                fetch.reply(), new FetchedOffsets(Errors.NONE, offsets.find(fetch.partitions()), unstable));
    }

    Outcome delete(GroupCommand.DeleteOffsets delete, Membership members) {
        Errors error = members.checkDeleteOffsets();
        if (error != Errors.NONE) {
            return Outcome.answer(delete.reply(), OffsetsAnswer.failed(error));
        }
        Outcome.Builder out = new Outcome.Builder();
        Map<TopicPartition, Errors> refused = new HashMap<>();
        for (TopicPartition partition : delete.partitions()) {
            if (members.hasMembers() && members.isSubscribedTo(partition.topic())) {
                refused.put(partition, Errors.GROUP_SUBSCRIBED_TO_TOPIC);
            } else if (offsets.has(partition)) {
                out.write(new GroupRecord.OffsetForgotten(groupId, partition));
            }
        }
        out.answer(delete.reply(), new OffsetsAnswer(Errors.NONE, refused), OffsetsAnswer::failed);
        return out.build();
    }

    Outcome deleteGroup(GroupCommand.Delete delete, Membership members) {
        Outcome.Builder out = new Outcome.Builder();
        forget(offsets.which((partition, offset) -> true).toList(), out);
        members.forget(out);
        out.answer(delete.reply(), Errors.NONE, error -> error);
        return out.build();
    }

    /** Forgets what nobody needs any more, and an empty group with the last of it. */
    Outcome expire(Membership members, boolean empty, Moment now) {
        OffsetRetention retention = new OffsetRetention(members, limits.offsetsRetentionMs());
        List<TopicPartition> expired = offsets.which((partition, offset) ->
                        !offsets.isUnstable(partition) && retention.isOver(partition.topic(), offset, now.wallMs()))
                .toList();
        Outcome.Builder out = new Outcome.Builder();
        forget(expired, out);
        if (empty && expired.size() == offsets.size() && !offsets.hasPending()) {
            members.forget(out);
        }
        return out.build();
    }

    Outcome forgetTopics(Set<String> topics) {
        Outcome.Builder out = new Outcome.Builder();
        forget(
                offsets.which((partition, offset) -> topics.contains(partition.topic()))
                        .toList(),
                out);
        return out.build();
    }

    private void forget(List<TopicPartition> partitions, Outcome.Builder out) {
        partitions.forEach(partition -> out.write(new GroupRecord.OffsetForgotten(groupId, partition)));
    }
}
