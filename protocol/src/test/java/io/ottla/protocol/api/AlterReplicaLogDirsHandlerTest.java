package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class AlterReplicaLogDirsHandlerTest {
    private final TestBroker node = TestBroker.start();
    private final Map<TopicPartition, String> moved = new HashMap<>();

    @Test
    void tellsWhatBecameOfEachPartition() {
        node.moves = wanted -> {
            moved.putAll(wanted);
            return Map.of(
                    new TopicPartition("orders", 0),
                    Errors.NONE,
                    new TopicPartition("orders", 1),
                    Errors.LOG_DIR_NOT_FOUND);
        };

        AlterReplicaLogDirsResponseData answer = ask("orders", 0, 1);

        assertThat(answer.results()).hasSize(1);
        assertThat(answer.results().get(0).partitions())
                .extracting(partition -> Errors.forCode(partition.errorCode()))
                .containsExactly(Errors.NONE, Errors.LOG_DIR_NOT_FOUND);
        assertThat(moved)
                .containsOnly(
                        Map.entry(new TopicPartition("orders", 0), "/data/b"),
                        Map.entry(new TopicPartition("orders", 1), "/data/b"));
    }

    @Test
    void refusesCallersWhoMayNotAlterTheCluster() {
        node.denying(Operation.ALTER, Resource.CLUSTER);

        AlterReplicaLogDirsResponseData answer = ask("orders", 0);

        assertThat(answer.results().get(0).partitions().get(0).errorCode())
                .isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(moved).isEmpty();
    }

    private AlterReplicaLogDirsResponseData ask(String topic, Integer... partitions) {
        AlterReplicaLogDir dir = new AlterReplicaLogDir().setPath("/data/b");
        dir.topics().add(new AlterReplicaLogDirTopic().setName(topic).setPartitions(List.of(partitions)));
        AlterReplicaLogDirsRequestData request = new AlterReplicaLogDirsRequestData();
        request.dirs().add(dir);
        return node.ask(new AlterReplicaLogDirsHandler(node.broker()), 2, request);
    }
}
