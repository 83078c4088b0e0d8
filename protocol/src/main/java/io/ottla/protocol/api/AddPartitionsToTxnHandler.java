package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** AddPartitionsToTxn: of one transaction up to version 3, for producers; of many from version 4 on, for brokers (KIP-890). */
final class AddPartitionsToTxnHandler
        implements ApiHandler<AddPartitionsToTxnRequestData, AddPartitionsToTxnResponseData> {
    private static final int BATCHED_SINCE = 4;

    private final Broker broker;

    AddPartitionsToTxnHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ADD_PARTITIONS_TO_TXN, 0, 5);
    }

    @Override
    public void handle(
            RequestContext context,
            AddPartitionsToTxnRequestData request,
            Reply<AddPartitionsToTxnResponseData> reply) {
        if (context.version() < BATCHED_SINCE) {
            handleOne(context, request, reply);
        } else if (broker.authorizer().allows(context.caller(), Operation.CLUSTER_ACTION, Resource.CLUSTER)) {
            handleBatch(context, request, reply);
        } else {
            reply.complete(
                    new AddPartitionsToTxnResponseData().setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        }
    }

    private void handleOne(
            RequestContext context,
            AddPartitionsToTxnRequestData request,
            Reply<AddPartitionsToTxnResponseData> reply) {
        AddPartitionsToTxnTransaction only = new AddPartitionsToTxnTransaction()
                .setTransactionalId(request.v3AndBelowTransactionalId())
                .setProducerId(request.v3AndBelowProducerId())
                .setProducerEpoch(request.v3AndBelowProducerEpoch())
                .setTopics(request.v3AndBelowTopics());
        new AddedPartitions(ClusterView.now(broker, context.caller()), context.version(), only)
                .start(
                        broker.transactions(),
                        result -> reply.complete(new AddPartitionsToTxnResponseData()
                                .setResultsByTopicV3AndBelow(result.topicResults())));
    }

    private void handleBatch(
            RequestContext context,
            AddPartitionsToTxnRequestData request,
            Reply<AddPartitionsToTxnResponseData> reply) {
        AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
        Countdown missing = new Countdown(request.transactions().size(), () -> reply.complete(response));
        for (AddPartitionsToTxnTransaction transaction : request.transactions()) {
            new AddedPartitions(ClusterView.now(broker, context.caller()), context.version(), transaction)
                    .start(broker.transactions(), result -> {
                        add(response, result);
                        missing.came();
                    });
        }
    }

    private static void add(AddPartitionsToTxnResponseData response, AddPartitionsToTxnResult result) {
        synchronized (response) {
            response.resultsByTransaction().add(result);
        }
    }
}
