package io.ottla.protocol.api;

import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.transaction.TransactionCoordinators;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * The partitions of one transaction in an AddPartitionsToTxn. All are added or none: where one is refused, the others are told
 * OPERATION_NOT_ATTEMPTED.
 */
final class AddedPartitions {
    private static final int BATCHED_SINCE = 4;
    private static final int ABORTABLE_SINCE = 5;

    private final ClusterView cluster;
    private final int version;
    private final AddPartitionsToTxnTransaction request;
    private final Set<TopicPartition> partitions = new LinkedHashSet<>();
    private final Map<TopicPartition, Errors> refused = new HashMap<>();

    AddedPartitions(ClusterView cluster, int version, AddPartitionsToTxnTransaction request) {
        this.cluster = cluster;
        this.version = version;
        this.request = request;
    }

    void start(TransactionCoordinators transactions, Reply<AddPartitionsToTxnResult> reply) {
        request.topics().forEach(this::sort);
        if (!mayWrite()) {
            reply.complete(result(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
        } else if (!refused.isEmpty()) {
            reply.complete(result(Errors.OPERATION_NOT_ATTEMPTED));
        } else {
            transactions.tell(command(answer -> reply.complete(completed(answer))));
        }
    }

    /** Who speaks for many producers is another broker, which has asked them already. */
    private boolean mayWrite() {
        return version >= BATCHED_SINCE
                || cluster.allows(Operation.WRITE, Resource.transactionalId(request.transactionalId()));
    }

    private void sort(AddPartitionsToTxnTopic topic) {
        for (int index : topic.partitions()) {
            TopicPartition partition = new TopicPartition(topic.name(), index);
            partitions.add(partition);
            Errors refusal = refusal(partition);
            if (refusal != Errors.NONE) {
                refused.put(partition, refusal);
            }
        }
    }

    private Errors refusal(TopicPartition partition) {
        boolean mayWriteTopic = version >= BATCHED_SINCE
                || (!Topic.isInternal(partition.topic())
                        && cluster.allows(Operation.WRITE, Resource.topic(partition.topic())));
        if (!mayWriteTopic) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        boolean exists = cluster.image()
                .topics()
                .topic(partition.topic())
                .flatMap(topic -> topic.partition(partition.partition()))
                .isPresent();
        return exists ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private TransactionCommand command(Reply<PartitionsAnswer> reply) {
        TransactionalProducer producer = new TransactionalProducer(request.producerId(), request.producerEpoch());
        Set<TopicPartition> all = new HashSet<>(partitions);
        return request.verifyOnly()
                ? new TransactionCommand.Verify(request.transactionalId(), producer, all, reply)
                : new TransactionCommand.AddPartitions(
                        request.transactionalId(), producer, all, version >= BATCHED_SINCE, reply);
    }

    private AddPartitionsToTxnResult completed(PartitionsAnswer answer) {
        Errors notThere = version >= ABORTABLE_SINCE ? Errors.TRANSACTION_ABORTABLE : Errors.INVALID_TXN_STATE;
        answer.missing().forEach(partition -> refused.put(partition, notThere));
        return result(TransactionErrors.forVersion(answer.error(), version));
    }

    private AddPartitionsToTxnResult result(Errors error) {
        AddPartitionsToTxnResult result = new AddPartitionsToTxnResult().setTransactionalId(request.transactionalId());
        for (AddPartitionsToTxnTopic topic : request.topics()) {
            AddPartitionsToTxnTopicResult answer = new AddPartitionsToTxnTopicResult().setName(topic.name());
            result.topicResults().add(answer);
            for (int index : topic.partitions()) {
                Errors own = refused.getOrDefault(new TopicPartition(topic.name(), index), error);
                answer.resultsByPartition()
                        .add(new AddPartitionsToTxnPartitionResult()
                                .setPartitionIndex(index)
                                .setPartitionErrorCode(own.code()));
            }
        }
        return result;
    }
}
