package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindCoordinatorHandlerTest {
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;

    @TempDir
    Path folder;

    private GroupNode node;
    private FindCoordinatorHandler handler;

    @BeforeEach
    void start() {
        node = new GroupNode(folder);
        handler = new FindCoordinatorHandler(node.broker());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void namesTheNodeThatLeadsTheGroupsPartition(int version) {
        FindCoordinatorResponseData found =
                node.ask(handler, version, new FindCoordinatorRequestData().setKey("group"));

        assertThat(found.errorCode()).isZero();
        assertThat(found.nodeId()).isEqualTo(1);
        assertThat(found.host()).isEqualTo("host1");
        assertThat(found.port()).isEqualTo(9091);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void answersForSeveralGroupsSinceVersion4(int version) {
        node.deny(Operation.DESCRIBE, Resource.group("secret"));

        List<Coordinator> found = find(version, GROUP, "group", "secret");

        assertThat(found).extracting(Coordinator::key).containsExactly("group", "secret");
        assertThat(found)
                .extracting(Coordinator::errorCode)
                .containsExactly(Errors.NONE.code(), Errors.GROUP_AUTHORIZATION_FAILED.code());
    }

    @Test
    void createsTheOffsetsTopicForTheFirstWhoAsks() {
        node.publish(new MetadataEvent.TopicDeleted(new Uuid(8, 8)));

        Coordinator found = find(6, GROUP, "group").get(0);

        assertThat(found.errorCode()).isZero();
        assertThat(node.broker()
                        .metadata()
                        .image()
                        .topics()
                        .topic("__consumer_offsets")
                        .orElseThrow()
                        .partitions())
                .hasSize(50);
    }

    @Test
    void namesTheNodeThatLeadsThePartitionOfATransactionalIdAndCreatesItsTopic() {
        assertThat(find(6, TRANSACTION, "id").get(0).nodeId()).isEqualTo(1);
        node.publish(new MetadataEvent.TopicDeleted(new Uuid(9, 9)));

        assertThat(find(6, TRANSACTION, "id").get(0).errorCode()).isZero();
        assertThat(node.broker()
                        .metadata()
                        .image()
                        .topics()
                        .topic("__transaction_state")
                        .orElseThrow()
                        .partitions())
                .hasSize(50);
        node.deny(Operation.DESCRIBE, Resource.transactionalId("id"));
        assertThat(find(6, TRANSACTION, "id").get(0).errorCode())
                .isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
    }

    @Test
    void createsNothingForWhoMayNotAsk() {
        node.publish(new MetadataEvent.TopicDeleted(new Uuid(8, 8)));
        node.deny(Operation.DESCRIBE, Resource.group("group"));

        assertThat(find(6, GROUP, "group").get(0).errorCode()).isEqualTo(Errors.GROUP_AUTHORIZATION_FAILED.code());
        assertThat(node.broker().metadata().image().topics().topic("__consumer_offsets"))
                .isEmpty();
    }

    @Test
    void knowsNoOtherKindsOfCoordinators() {
        for (byte type : new byte[] {2, 77, -1}) {
            assertThat(find(6, type, "key").get(0).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        }
    }

    private List<Coordinator> find(int version, byte type, String... keys) {
        return node.ask(
                        handler,
                        version,
                        new FindCoordinatorRequestData().setKeyType(type).setCoordinatorKeys(List.of(keys)))
                .coordinators();
    }
}
