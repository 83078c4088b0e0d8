package io.ottla.protocol.api;

import java.util.List;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Translates the OffsetFetch of versions below 8, which asked for one group in fields of their own, to the later form and back. */
final class SingleOffsetFetch {
    private static final int GROUP_ERROR_SINCE = 2;

    private SingleOffsetFetch() {}

    static OffsetFetchRequestGroup asked(OffsetFetchRequestData request) {
        @Nullable
        List<OffsetFetchRequestTopics> topics = request.topics() == null
                ? null
                : request.topics().stream()
                        .map(topic -> new OffsetFetchRequestTopics()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes()))
                        .toList();
        return new OffsetFetchRequestGroup().setGroupId(request.groupId()).setTopics(topics);
    }

    static OffsetFetchResponseData answered(
            int version, OffsetFetchRequestGroup asked, OffsetFetchResponseGroup group) {
        boolean errorInPartitions = version < GROUP_ERROR_SINCE && group.errorCode() != Errors.NONE.code();
        if (errorInPartitions) {
            return everyPartitionFailed(asked, group.errorCode());
        }
        return new OffsetFetchResponseData()
                .setErrorCode(group.errorCode())
                .setTopics(group.topics().stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(SingleOffsetFetch::partition)
                                        .toList()))
                        .toList());
    }

    private static OffsetFetchResponseData everyPartitionFailed(OffsetFetchRequestGroup asked, short errorCode) {
        return new OffsetFetchResponseData()
                .setTopics(asked.topics().stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitionIndexes().stream()
                                        .map(index -> new OffsetFetchResponsePartition()
                                                .setPartitionIndex(index)
                                                .setCommittedOffset(-1L)
                                                .setMetadata("")
                                                .setErrorCode(errorCode))
                                        .toList()))
                        .toList());
    }

    private static OffsetFetchResponsePartition partition(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setCommittedOffset(partition.committedOffset())
                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                .setMetadata(partition.metadata())
                .setErrorCode(partition.errorCode());
    }
}
