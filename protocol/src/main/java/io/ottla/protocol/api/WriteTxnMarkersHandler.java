package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** WriteTxnMarkers: ends transactions in partitions of this node, for coordinators elsewhere and for operators (KIP-664). */
final class WriteTxnMarkersHandler implements ApiHandler<WriteTxnMarkersRequestData, WriteTxnMarkersResponseData> {
    /** From this version of transactions on a marker carries the epoch after that of the records (KIP-890). */
    private static final int NEXT_EPOCH_SINCE = 2;

    private final Broker broker;

    WriteTxnMarkersHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.WRITE_TXN_MARKERS, 1, 2);
    }

    @Override
    public void handle(
            RequestContext context, WriteTxnMarkersRequestData request, Reply<WriteTxnMarkersResponseData> reply) {
        boolean allowed = broker.authorizer().allows(context.caller(), Operation.CLUSTER_ACTION, Resource.CLUSTER)
                || broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER);
        WriteTxnMarkersResponseData response = new WriteTxnMarkersResponseData();
        int partitions = request.markers().stream()
                .flatMap(marker -> marker.topics().stream())
                .mapToInt(topic -> topic.partitionIndexes().size())
                .sum();
        Countdown missing = new Countdown(partitions, () -> reply.complete(response));
        for (WritableTxnMarker marker : request.markers()) {
            WritableTxnMarkerResult result = new WritableTxnMarkerResult().setProducerId(marker.producerId());
            response.markers().add(result);
            marker.topics().forEach(topic -> result.topics().add(write(marker, topic, allowed, missing)));
        }
    }

    private WritableTxnMarkerTopicResult write(
            WritableTxnMarker marker, WritableTxnMarkerTopic topic, boolean allowed, Countdown missing) {
        WritableTxnMarkerTopicResult answer = new WritableTxnMarkerTopicResult().setName(topic.name());
        TransactionEnd end = new TransactionEnd(
                new TransactionalProducer(marker.producerId(), marker.producerEpoch()),
                marker.coordinatorEpoch(),
                marker.transactionResult(),
                marker.transactionVersion() >= NEXT_EPOCH_SINCE);
        for (int index : topic.partitionIndexes()) {
            WritableTxnMarkerPartitionResult result = new WritableTxnMarkerPartitionResult().setPartitionIndex(index);
            answer.partitions().add(result);
            Reply<Errors> written = error -> {
                result.setErrorCode(error.code());
                missing.came();
            };
            if (allowed) {
                broker.transactions().markers().write(new TopicPartition(topic.name(), index), end, written);
            } else {
                written.complete(Errors.CLUSTER_AUTHORIZATION_FAILED);
            }
        }
        return answer;
    }
}
