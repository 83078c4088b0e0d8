package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.protocol.partition.Replicas;
import io.ottla.storage.ProducerStateSummary;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Lists the idempotent producers that a partition knows (KIP-664). */
final class DescribeProducersHandler
        implements ApiHandler<DescribeProducersRequestData, DescribeProducersResponseData> {
    private final Broker broker;
    private final Replicas replicas;

    DescribeProducersHandler(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_PRODUCERS, 0, 0);
    }

    @Override
    public void handle(
            RequestContext context, DescribeProducersRequestData request, Reply<DescribeProducersResponseData> reply) {
        DescribeProducersResponseData response = new DescribeProducersResponseData();
        int partitions = request.topics().stream()
                .mapToInt(topic -> topic.partitionIndexes().size())
                .sum();
        Countdown missing = new Countdown(partitions, () -> reply.complete(response));
        for (TopicRequest topic : request.topics()) {
            TopicResponse answer = new TopicResponse().setName(topic.name());
            response.topics().add(answer);
            for (int index : topic.partitionIndexes()) {
                PartitionResponse result = new PartitionResponse().setPartitionIndex(index);
                answer.partitions().add(result);
                describe(context, topic.name(), index, described -> {
                    fill(result, described);
                    missing.came();
                });
            }
        }
    }

    private void describe(
            RequestContext context, String name, int partition, Reply<Partition.ProducersDescribed> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.READ, Resource.topic(name))) {
            reply.complete(refused(Errors.TOPIC_AUTHORIZATION_FAILED));
            return;
        }
        Optional<TopicImage> topic = broker.metadata().image().topics().topic(name);
        if (topic.flatMap(known -> known.partition(partition)).isEmpty()) {
            reply.complete(refused(TopicNames.absence(name)));
            return;
        }
        Optional<PartitionHandle> handle = topic.flatMap(known -> replicas.find(known, partition));
        if (handle.isEmpty()) {
            reply.complete(refused(Errors.NOT_LEADER_OR_FOLLOWER));
        } else {
            handle.get().tell(new Partition.DescribeProducers(reply));
        }
    }

    private static Partition.ProducersDescribed refused(Errors error) {
        return new Partition.ProducersDescribed(error, List.of());
    }

    private static void fill(PartitionResponse result, Partition.ProducersDescribed described) {
        result.setErrorCode(described.error().code());
        if (described.error() != Errors.NONE) {
            result.setErrorMessage(described.error().message());
        }
        described.producers().forEach(producer -> result.activeProducers().add(state(producer)));
    }

    private static ProducerState state(ProducerStateSummary producer) {
        return new ProducerState()
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.producerEpoch())
                .setLastSequence(producer.lastSequence())
                .setLastTimestamp(producer.lastTimestampMs())
                .setCoordinatorEpoch(producer.coordinatorEpoch())
                .setCurrentTxnStartOffset(producer.transactionStartOffset());
    }
}
