package io.ottla.protocol.api;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** For each API of a coordinator a request that meets success and failure; what a version cannot say is left out. */
final class CoordinatorGoldenRequests {
    static final String TRANSACTIONAL_ID = "payments";
    private static final String GROUP = "group";
    private static final long PRODUCER_ID = 1000;

    private CoordinatorGoldenRequests() {}

    static ApiMessage of(ApiKeys api, int version) {
        return switch (api) {
            case CONSUMER_GROUP_HEARTBEAT -> heartbeat("newcomer");
            case CONSUMER_GROUP_DESCRIBE ->
                new ConsumerGroupDescribeRequestData()
                        .setGroupIds(List.of(GROUP, "nowhere"))
                        .setIncludeAuthorizedOperations(true);
            case ADD_PARTITIONS_TO_TXN -> addPartitions(version);
            case ADD_OFFSETS_TO_TXN ->
                new AddOffsetsToTxnRequestData()
                        .setTransactionalId(TRANSACTIONAL_ID)
                        .setProducerId(PRODUCER_ID)
                        .setGroupId(GROUP);
            case END_TXN ->
                new EndTxnRequestData()
                        .setTransactionalId(TRANSACTIONAL_ID)
                        .setProducerId(PRODUCER_ID)
                        .setCommitted(false);
            case WRITE_TXN_MARKERS -> markers(version);
            case TXN_OFFSET_COMMIT -> commitOffsets(version);
            case DESCRIBE_TRANSACTIONS ->
                new DescribeTransactionsRequestData().setTransactionalIds(List.of(TRANSACTIONAL_ID, "nobody"));
            case LIST_TRANSACTIONS -> new ListTransactionsRequestData().setStateFilters(List.of("Empty", "Odd"));
            default -> throw new IllegalArgumentException("no golden request for " + api);
        };
    }

    static ApiMessage heartbeat(String member) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(member)
                .setMemberEpoch(0)
                .setRebalanceTimeoutMs(60_000)
                .setSubscribedTopicNames(List.of("orders"))
                .setTopicPartitions(List.of());
    }

    private static AddPartitionsToTxnRequestData addPartitions(int version) {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName("orders").setPartitions(List.of(0)));
        topics.add(new AddPartitionsToTxnTopic().setName("nowhere").setPartitions(List.of(1)));
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
        if (version < 4) {
            return request.setV3AndBelowTransactionalId(TRANSACTIONAL_ID)
                    .setV3AndBelowProducerId(PRODUCER_ID)
                    .setV3AndBelowTopics(topics);
        }
        request.transactions()
                .add(new AddPartitionsToTxnTransaction()
                        .setTransactionalId(TRANSACTIONAL_ID)
                        .setProducerId(PRODUCER_ID)
                        .setTopics(topics));
        return request;
    }

    private static WriteTxnMarkersRequestData markers(int version) {
        WritableTxnMarker marker = new WritableTxnMarker()
                .setProducerId(PRODUCER_ID)
                .setProducerEpoch((short) 1)
                .setTransactionResult(true)
                .setTopics(List.of(
                        new WritableTxnMarkerTopic().setName("orders").setPartitionIndexes(List.of(0)),
                        new WritableTxnMarkerTopic().setName("nowhere").setPartitionIndexes(List.of(0))));
        if (version >= 2) {
            marker.setTransactionVersion((byte) 2);
        }
        return new WriteTxnMarkersRequestData().setMarkers(List.of(marker));
    }

    private static TxnOffsetCommitRequestData commitOffsets(int version) {
        TxnOffsetCommitRequestTopic known = new TxnOffsetCommitRequestTopic()
                .setPartitions(List.of(new TxnOffsetCommitRequestPartition().setCommittedOffset(7)));
        TxnOffsetCommitRequestTopic unknown = new TxnOffsetCommitRequestTopic()
                .setPartitions(List.of(new TxnOffsetCommitRequestPartition().setCommittedOffset(7)));
        boolean byId = version >= 6;
        return new TxnOffsetCommitRequestData()
                .setTransactionalId(TRANSACTIONAL_ID)
                .setGroupId("other-group")
                .setProducerId(PRODUCER_ID)
                .setTopics(List.of(
                        byId ? known.setTopicId(GroupNode.ORDERS_ID) : known.setName("orders"),
                        byId ? unknown.setTopicId(new Uuid(9, 9)) : unknown.setName("nowhere")));
    }
}
