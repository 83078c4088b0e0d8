package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.transaction.state.StoredTransaction;
import io.ottla.actors.transaction.state.TransactionCommand;
import io.ottla.actors.transaction.state.TransactionDescription;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DescribeTransactions (KIP-664): how transactional ids stand, with those of their partitions that the caller may know of. */
final class DescribeTransactionsHandler
        implements ApiHandler<DescribeTransactionsRequestData, DescribeTransactionsResponseData> {
    private final Broker broker;

    DescribeTransactionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_TRANSACTIONS, 0, 0);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeTransactionsRequestData request,
            Reply<DescribeTransactionsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        DescribeTransactionsResponseData response = new DescribeTransactionsResponseData();
        Countdown missing = new Countdown(request.transactionalIds().size(), () -> reply.complete(response));
        for (String id : request.transactionalIds()) {
            TransactionState state = new TransactionState().setTransactionalId(id);
            response.transactionStates().add(state);
            Reply<TransactionDescription> described = description -> {
                fill(cluster, state, description);
                missing.came();
            };
            if (cluster.allows(Operation.DESCRIBE, Resource.transactionalId(id))) {
                broker.transactions().tell(new TransactionCommand.Describe(id, described));
            } else {
                described.complete(TransactionDescription.failed(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
            }
        }
    }

    private static void fill(ClusterView cluster, TransactionState state, TransactionDescription description) {
        state.setErrorCode(description.error().code());
        description.transaction().ifPresent(transaction -> fill(cluster, state, transaction));
    }

    private static void fill(ClusterView cluster, TransactionState state, StoredTransaction transaction) {
        state.setTransactionState(transaction.phase().label())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStartTimeMs(transaction.startMs())
                .setProducerId(transaction.producerId())
                .setProducerEpoch(transaction.epoch());
        Map<String, TopicData> topics = new TreeMap<>();
        for (TopicPartition partition : transaction.partitions()) {
            if (cluster.showsTopic(partition.topic())) {
                topics.computeIfAbsent(
                                partition.topic(),
                                name -> new TopicData().setTopic(name).setPartitions(new ArrayList<>()))
                        .partitions()
                        .add(partition.partition());
            }
        }
        topics.values().forEach(state.topics()::add);
    }
}
