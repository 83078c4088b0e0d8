package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** AddOffsetsToTxn: adds the partition of the offsets topic that holds a group to a transaction. */
final class AddOffsetsToTxnHandler implements ApiHandler<AddOffsetsToTxnRequestData, AddOffsetsToTxnResponseData> {
    private final Broker broker;
    private final AutoTopicCreation creation;

    AddOffsetsToTxnHandler(Broker broker) {
        this.broker = broker;
        this.creation = new AutoTopicCreation(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ADD_OFFSETS_TO_TXN, 0, 4);
    }

    @Override
    public void handle(
            RequestContext context, AddOffsetsToTxnRequestData request, Reply<AddOffsetsToTxnResponseData> reply) {
        Errors refusal = refusal(ClusterView.now(broker, context.caller()), request);
        if (refusal != Errors.NONE) {
            reply.complete(response(refusal));
        } else if (broker.groups().partitionOf(request.groupId()).isEmpty()) {
            // Some clients (KafkaJS) ask for the group's coordinator, with whom the topic comes, only after this
            // request.
            creation.create(List.of(Topic.GROUP_METADATA_TOPIC_NAME))
                    .thenAccept(errors -> add(context, request, reply));
        } else {
            add(context, request, reply);
        }
    }

    private void add(
            RequestContext context, AddOffsetsToTxnRequestData request, Reply<AddOffsetsToTxnResponseData> reply) {
        Optional<PartitionImage> partition = broker.groups().partitionOf(request.groupId());
        if (partition.isEmpty()) {
            reply.complete(response(Errors.COORDINATOR_NOT_AVAILABLE));
            return;
        }
        TopicPartition offsets = new TopicPartition(
                Topic.GROUP_METADATA_TOPIC_NAME, partition.get().partition());
        broker.transactions()
                .tell(new TransactionCommand.AddPartitions(
                        request.transactionalId(),
                        new TransactionalProducer(request.producerId(), request.producerEpoch()),
                        Set.of(offsets),
                        false,
                        answer -> reply.complete(
                                response(TransactionErrors.forVersion(answer.error(), context.version())))));
    }

    private static Errors refusal(ClusterView cluster, AddOffsetsToTxnRequestData request) {
        if (!cluster.allows(Operation.WRITE, Resource.transactionalId(request.transactionalId()))) {
            return Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        return cluster.allows(Operation.READ, Resource.group(request.groupId()))
                ? Errors.NONE
                : Errors.GROUP_AUTHORIZATION_FAILED;
    }

    private static AddOffsetsToTxnResponseData response(Errors error) {
        return new AddOffsetsToTxnResponseData().setErrorCode(error.code());
    }
}
