package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * TxnOffsetCommit: commits offsets of a group in a producer's transaction. Before anything is written, the partition of the offsets
 * topic makes sure that the transaction is open; from version 5 on it is added to it (KIP-890).
 */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequestData, TxnOffsetCommitResponseData> {
    private static final int ABORTABLE_SINCE = 4;
    private static final int ADDS_SINCE = 5;

    private final Broker broker;
    private final TransactionChecks checks;

    TxnOffsetCommitHandler(Broker broker) {
        this.broker = broker;
        this.checks = new TransactionChecks(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.TXN_OFFSET_COMMIT, 0, 6);
    }

    @Override
    public void handle(
            RequestContext context, TxnOffsetCommitRequestData request, Reply<TxnOffsetCommitResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        TxnOffsetCommitExchange exchange = new TxnOffsetCommitExchange(context, request, cluster);
        Errors refusal = refusal(cluster, request);
        if (refusal != Errors.NONE) {
            reply.complete(exchange.refused(refusal));
        } else if (exchange.hasNothingToCommit()) {
            reply.complete(exchange.response());
        } else {
            verify(context, request, error -> {
                if (error == Errors.NONE) {
                    broker.groups().tell(exchange.command(reply));
                } else {
                    reply.complete(exchange.failed(error));
                }
            });
        }
    }

    private static Errors refusal(ClusterView cluster, TxnOffsetCommitRequestData request) {
        if (!cluster.allows(Operation.WRITE, Resource.transactionalId(request.transactionalId()))) {
            return Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        return cluster.allows(Operation.READ, Resource.group(request.groupId()))
                ? Errors.NONE
                : Errors.GROUP_AUTHORIZATION_FAILED;
    }

    private void verify(RequestContext context, TxnOffsetCommitRequestData request, Reply<Errors> reply) {
        Optional<PartitionImage> partition = broker.groups().partitionOf(request.groupId());
        if (partition.isEmpty()) {
            reply.complete(Errors.NOT_COORDINATOR);
            return;
        }
        TopicPartition offsets = new TopicPartition(
                Topic.GROUP_METADATA_TOPIC_NAME, partition.get().partition());
        PartitionHandle handle = broker.partitions().find(offsets);
        if (handle == null) {
            reply.complete(Errors.NOT_COORDINATOR);
            return;
        }
        TransactionalProducer producer = new TransactionalProducer(request.producerId(), request.producerEpoch());
        handle.tell(new Partition.VerifyTransaction(
                checks.check(
                        request.transactionalId(),
                        producer,
                        offsets,
                        context.version() >= ADDS_SINCE,
                        context.version() >= ABORTABLE_SINCE),
                reply));
    }
}
