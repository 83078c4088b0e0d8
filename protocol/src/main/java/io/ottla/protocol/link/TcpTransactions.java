package io.ottla.protocol.link;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.transaction.RemoteTransactions;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Transactions' questions to other nodes, as Kafka's brokers put them to each other. Any thread. */
final class TcpTransactions implements RemoteTransactions {
    private static final WireCodec WRITE_MARKERS = new WireCodec(ApiKeys.WRITE_TXN_MARKERS, (short) 2);
    private static final WireCodec ADD_PARTITIONS = new WireCodec(ApiKeys.ADD_PARTITIONS_TO_TXN, (short) 5);

    /** Markers wait for replicas, and nothing else waits behind them. */
    private static final int MARKER_LANE = 0;

    /** Who enters a transaction may be held until the former one has ended: those of other producers seldom wait behind it. */
    private static final int ENTRY_LANES = 4;

    private final NodeRequests nodes;

    TcpTransactions(NodeRequests nodes) {
        this.nodes = nodes;
    }

    @Override
    public void writeMarkers(
            int node, TransactionEnd end, Set<TopicPartition> partitions, BiConsumer<TopicPartition, Errors> answer) {
        WritableTxnMarker marker = new WritableTxnMarker()
                .setProducerId(end.producer().id())
                .setProducerEpoch(end.producer().epoch())
                .setTransactionResult(end.committed())
                .setTransactionVersion((byte) (end.nextEpoch() ? 2 : 0))
                .setCoordinatorEpoch(end.coordinatorEpoch());
        byTopic(partitions)
                .forEach((topic, indexes) -> marker.topics()
                        .add(new WritableTxnMarkerTopic().setName(topic).setPartitionIndexes(indexes)));
        nodes.ask(node, MARKER_LANE, WRITE_MARKERS, new WriteTxnMarkersRequestData().setMarkers(List.of(marker)))
                .whenComplete((response, failure) -> {
                    Map<TopicPartition, Errors> errors = markerErrors(response);
                    partitions.forEach(partition ->
                            answer.accept(partition, errors.getOrDefault(partition, Errors.NOT_LEADER_OR_FOLLOWER)));
                });
    }

    private static Map<TopicPartition, Errors> markerErrors(@Nullable ApiMessage response) {
        Map<TopicPartition, Errors> errors = new HashMap<>();
        if (response instanceof WriteTxnMarkersResponseData data) {
            data.markers()
                    .forEach(marker -> marker.topics()
                            .forEach(topic -> topic.partitions()
                                    .forEach(partition -> errors.put(
                                            new TopicPartition(topic.name(), partition.partitionIndex()),
                                            Errors.forCode(partition.errorCode())))));
        }
        return errors;
    }

    @Override
    public void enter(int node, Entry entry, Reply<PartitionsAnswer> reply) {
        AddPartitionsToTxnTransaction transaction = new AddPartitionsToTxnTransaction()
                .setTransactionalId(entry.transactionalId())
                .setProducerId(entry.producer().id())
                .setProducerEpoch(entry.producer().epoch())
                .setVerifyOnly(!entry.adds());
        byTopic(entry.partitions())
                .forEach((topic, indexes) -> transaction
                        .topics()
                        .add(new AddPartitionsToTxnTopic().setName(topic).setPartitions(indexes)));
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
        request.transactions().add(transaction);
        nodes.ask(node, entryLane(entry), ADD_PARTITIONS, request)
                .whenComplete((response, failure) -> reply.complete(answer(response)));
    }

    private static int entryLane(Entry entry) {
        return 1 + Math.floorMod(entry.transactionalId().hashCode(), ENTRY_LANES);
    }

    /** Missing partitions are told as TRANSACTION_ABORTABLE, any other error is of them all. */
    private static PartitionsAnswer answer(@Nullable ApiMessage response) {
        if (!(response instanceof AddPartitionsToTxnResponseData data)) {
            return PartitionsAnswer.of(Errors.COORDINATOR_NOT_AVAILABLE);
        }
        if (data.errorCode() != Errors.NONE.code()) {
            return PartitionsAnswer.of(Errors.forCode(data.errorCode()));
        }
        Set<TopicPartition> missing = new HashSet<>();
        for (var result : data.resultsByTransaction()) {
            for (var topic : result.topicResults()) {
                for (var partition : topic.resultsByPartition()) {
                    Errors error = Errors.forCode(partition.partitionErrorCode());
                    if (error == Errors.TRANSACTION_ABORTABLE) {
                        missing.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                    } else if (error != Errors.NONE) {
                        return PartitionsAnswer.of(error);
                    }
                }
            }
        }
        return new PartitionsAnswer(Errors.NONE, missing);
    }

    private static Map<String, List<Integer>> byTopic(Set<TopicPartition> partitions) {
        Map<String, List<Integer>> result = new HashMap<>();
        partitions.forEach(partition -> result.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                .add(partition.partition()));
        return result;
    }
}
