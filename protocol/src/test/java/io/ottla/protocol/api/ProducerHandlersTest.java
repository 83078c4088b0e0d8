package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** InitProducerId and DescribeProducers. */
class ProducerHandlersTest {
    @TempDir
    Path folder;

    private DataNode node;
    private WireClient client;

    @BeforeEach
    void start() {
        node = new DataNode(folder);
        client = node.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void givesEveryProducerAnIdOfItsOwn(int version) {
        InitProducerIdResponseData first = client.ask(version, idempotent());
        InitProducerIdResponseData second = client.ask(version, idempotent());

        assertThat(first.errorCode()).isZero();
        assertThat(first.producerEpoch()).isZero();
        assertThat(second.producerId()).isEqualTo(first.producerId() + 1);
    }

    @Test
    void refusesTransactionalIdsThatAreEmptyOrNotTheCallers() {
        assertThat(error(new InitProducerIdRequestData().setTransactionalId("")))
                .isEqualTo(Errors.INVALID_REQUEST);

        node.deny(Operation.WRITE, Resource.transactionalId("t"));
        assertThat(error(new InitProducerIdRequestData().setTransactionalId("t")))
                .isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    @Test
    void refusesAnEpochWithoutAnId() {
        assertThat(error(idempotent().setProducerEpoch((short) 3))).isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void refusesWhoMayWriteNowhere() {
        node.deny(Operation.IDEMPOTENT_WRITE, Resource.CLUSTER);
        assertThat(error(idempotent())).isEqualTo(Errors.NONE);

        node.deny(Operation.WRITE, Resource.topic(DataNode.TOPIC));
        assertThat(error(idempotent())).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED);
    }

    @Test
    void describesTheProducersThatWrote() {
        MemoryRecords records = MemoryRecords.withIdempotentRecords(
                Compression.NONE, 77L, (short) 2, 0, new SimpleRecord(System.currentTimeMillis(), new byte[1]));
        client.ask(DataNode.LAST_BY_NAME, DataNode.produce(DataNode.TOPIC, 0, records));

        PartitionResponse described = describe(0);

        assertThat(described.errorCode()).isZero();
        assertThat(described.activeProducers()).singleElement().satisfies(producer -> {
            assertThat(producer.producerId()).isEqualTo(77);
            assertThat(producer.producerEpoch()).isEqualTo(2);
            assertThat(producer.lastSequence()).isZero();
            assertThat(producer.currentTxnStartOffset()).isEqualTo(-1);
        });
    }

    @Test
    void refusesToDescribeWhatIsNotHere() {
        assertThat(describe(2).errorCode()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(describe(7).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        node.deny(Operation.READ, Resource.topic(DataNode.TOPIC));
        assertThat(describe(0).errorCode()).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED.code());
    }

    private static InitProducerIdRequestData idempotent() {
        return new InitProducerIdRequestData().setTransactionalId(null);
    }

    private Errors error(InitProducerIdRequestData request) {
        InitProducerIdResponseData response = client.ask(5, request);
        return Errors.forCode(response.errorCode());
    }

    private PartitionResponse describe(int partition) {
        DescribeProducersRequestData request = new DescribeProducersRequestData();
        request.topics()
                .add(new DescribeProducersRequestData.TopicRequest()
                        .setName(DataNode.TOPIC)
                        .setPartitionIndexes(List.of(partition)));
        DescribeProducersResponseData response = client.ask(0, request);
        return response.topics().get(0).partitions().get(0);
    }
}
