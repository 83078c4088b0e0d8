package io.ottla.protocol.api;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.group.state.CommittedOffset;
import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/** The committed offsets of one group, as one caller may see them. */
final class OffsetFetchOfGroup {
    private static final int TOPIC_IDS_SINCE = 10;
    private static final long NO_OFFSET = -1L;
    private static final int NO_EPOCH = -1;

    private final boolean byId;
    private final OffsetFetchRequestGroup request;
    private final boolean stable;
    private final ClusterView cluster;
    private final OffsetFetchResponseGroup response;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final List<OffsetFetchResponsePartitions> awaiting = new ArrayList<>();

    OffsetFetchOfGroup(int version, OffsetFetchRequestGroup request, boolean stable, ClusterView cluster) {
        this.byId = version >= TOPIC_IDS_SINCE;
        this.request = request;
        this.stable = stable;
        this.cluster = cluster;
        this.response = new OffsetFetchResponseGroup().setGroupId(request.groupId());
    }

    /** The response, once it is there. */
    OffsetFetchResponseGroup response() {
        return response;
    }

    /** Asks the group. */
    void start(GroupCoordinators groups, Runnable whenDone) {
        if (!cluster.allows(Operation.DESCRIBE, Resource.group(request.groupId()))) {
            response.setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code());
            whenDone.run();
            return;
        }
        boolean all = request.topics() == null;
        if (!all) {
            request.topics().forEach(this::sort);
        }
        groups.tell(new GroupCommand.FetchOffsets(
                request.groupId(),
                Optional.ofNullable(request.memberId()).orElse(""),
                request.memberEpoch(),
                all ? Optional.empty() : Optional.of(partitions),
                stable,
                fetched -> {
                    complete(fetched, all);
                    whenDone.run();
                }));
    }

    private void sort(OffsetFetchRequestTopics topic) {
        Optional<String> known = byId ? cluster.image().topics().name(topic.topicId()) : Optional.of(topic.name());
        Errors error = known.map(this::refusal).orElse(Errors.UNKNOWN_TOPIC_ID);
        OffsetFetchResponseTopics answer = topic(topic.name(), topic.topicId());
        for (int partition : topic.partitionIndexes()) {
            OffsetFetchResponsePartitions result = none(partition, error);
            answer.partitions().add(result);
            if (error == Errors.NONE) {
                partitions.add(new TopicPartition(known.orElseThrow(), partition));
                awaiting.add(result);
            }
        }
    }

    private Errors refusal(String topic) {
        return cluster.showsTopic(topic) ? Errors.NONE : Errors.TOPIC_AUTHORIZATION_FAILED;
    }

    private void complete(FetchedOffsets fetched, boolean all) {
        if (fetched.error() != Errors.NONE) {
            response.setTopics(new ArrayList<>()).setErrorCode(fetched.error().code());
        } else if (all) {
            addAll(fetched);
        } else {
            for (int i = 0; i < partitions.size(); i++) {
                fill(awaiting.get(i), fetched, partitions.get(i));
            }
        }
    }

    private void addAll(FetchedOffsets fetched) {
        Map<String, OffsetFetchResponseTopics> topics = new LinkedHashMap<>();
        Set<TopicPartition> all = new LinkedHashSet<>(fetched.offsets().keySet());
        all.addAll(fetched.unstable());
        all.forEach(partition -> {
            Optional<TopicImage> known = cluster.image().topics().topic(partition.topic());
            boolean tellable = cluster.showsTopic(partition.topic()) && (!byId || known.isPresent());
            if (tellable) {
                Uuid id = known.map(TopicImage::id).orElse(Uuid.ZERO_UUID);
                OffsetFetchResponsePartitions result = none(partition.partition(), Errors.NONE);
                fill(result, fetched, partition);
                topics.computeIfAbsent(partition.topic(), name -> topic(name, id))
                        .partitions()
                        .add(result);
            }
        });
    }

    private OffsetFetchResponseTopics topic(String name, Uuid id) {
        OffsetFetchResponseTopics topic =
                new OffsetFetchResponseTopics().setName(name).setTopicId(id);
        response.topics().add(topic);
        return topic;
    }

    private static OffsetFetchResponsePartitions none(int partition, Errors error) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(partition)
                .setCommittedOffset(NO_OFFSET)
                .setCommittedLeaderEpoch(NO_EPOCH)
                .setMetadata("")
                .setErrorCode(error.code());
    }

    private static void fill(OffsetFetchResponsePartitions result, FetchedOffsets fetched, TopicPartition partition) {
        CommittedOffset offset = fetched.offsets().get(partition);
        if (fetched.unstable().contains(partition)) {
            result.setErrorCode(Errors.UNSTABLE_OFFSET_COMMIT.code());
        } else if (offset != null) {
            result.setCommittedOffset(offset.offset())
                    .setCommittedLeaderEpoch(offset.leaderEpoch())
                    .setMetadata(offset.metadata());
        }
    }
}
