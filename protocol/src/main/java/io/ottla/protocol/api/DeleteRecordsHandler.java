package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.config.TopicSettings;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.protocol.partition.Replicas;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Moves the start of logs up (KIP-107). */
final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequestData, DeleteRecordsResponseData> {
    private static final long UNKNOWN = -1;

    private final Broker broker;
    private final Replicas replicas;

    DeleteRecordsHandler(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DELETE_RECORDS, 0, 2);
    }

    @Override
    public void handle(
            RequestContext context, DeleteRecordsRequestData request, Reply<DeleteRecordsResponseData> reply) {
        DeleteRecordsResponseData response = new DeleteRecordsResponseData();
        int partitions = request.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
        Countdown missing = new Countdown(partitions, () -> reply.complete(response));
        for (DeleteRecordsTopic topic : request.topics()) {
            DeleteRecordsTopicResult answer = new DeleteRecordsTopicResult().setName(topic.name());
            response.topics().add(answer);
            for (DeleteRecordsPartition partition : topic.partitions()) {
                DeleteRecordsPartitionResult result =
                        new DeleteRecordsPartitionResult().setPartitionIndex(partition.partitionIndex());
                answer.partitions().add(result);
                delete(context, Duration.ofMillis(request.timeoutMs()), topic.name(), partition, deleted -> {
                    result.setErrorCode(deleted.error().code()).setLowWatermark(deleted.lowWatermark());
                    missing.came();
                });
            }
        }
    }

    private void delete(
            RequestContext context,
            Duration patience,
            String name,
            DeleteRecordsPartition partition,
            Reply<Partition.RecordsDeleted> reply) {
        Optional<TopicImage> topic = broker.metadata().image().topics().topic(name);
        Errors refusal = refusal(context, name, topic, partition);
        Optional<PartitionHandle> handle = topic.flatMap(known -> replicas.find(known, partition.partitionIndex()));
        if (refusal != Errors.NONE) {
            reply.complete(new Partition.RecordsDeleted(refusal, UNKNOWN));
        } else if (handle.isEmpty()) {
            reply.complete(new Partition.RecordsDeleted(Errors.NOT_LEADER_OR_FOLLOWER, UNKNOWN));
        } else {
            handle.get().tell(new Partition.DeleteRecords(partition.offset(), patience, reply));
        }
    }

    private Errors refusal(
            RequestContext context, String name, Optional<TopicImage> topic, DeleteRecordsPartition partition) {
        if (!broker.authorizer().allows(context.caller(), Operation.DELETE, Resource.topic(name))) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        if (topic.flatMap(known -> known.partition(partition.partitionIndex())).isEmpty()) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (Topic.isInternal(name)) {
            return Errors.INVALID_TOPIC_EXCEPTION;
        }
        return deletesByPolicy(name) ? Errors.NONE : Errors.POLICY_VIOLATION;
    }

    /** A log that is only compacted keeps the last record of every key, whoever asks. */
    private boolean deletesByPolicy(String topic) {
        Map<String, String> own = broker.metadata().image().config(ConfigResource.topic(topic));
        return TopicSettings.toLogConfig(own, broker.settings().get()).isDeleted();
    }
}
