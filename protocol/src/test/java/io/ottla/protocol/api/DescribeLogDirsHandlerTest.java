package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.LogDirs;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeLogDirsHandlerTest {
    private final TestBroker node = TestBroker.start();

    @Test
    void tellsTheSizeOfEachVolume() {
        node.logDirs.add(new LogDirs.Description("/data/a", false, 1000, 300));

        DescribeLogDirsResult result = ask(5).results().get(0);

        assertThat(result.logDir()).isEqualTo("/data/a");
        assertThat(result.errorCode()).isZero();
        assertThat(result.totalBytes()).isEqualTo(1000);
        assertThat(result.usableBytes()).isEqualTo(300);
        assertThat(result.topics()).isEmpty();
        assertThat(result.isCordoned()).isFalse();
    }

    @Test
    void findsReplicasInTheirDirectories(@TempDir Path first, @TempDir Path second) {
        node.logDirs.add(new LogDirs.Description(first.toString(), false, 1000, 300));
        node.logDirs.add(new LogDirs.Description(second.toString(), false, 1000, 300));
        try (LogDirectory directory = LogDirectory.open(Disk.real(), second, LogDirectoryOptions.DEFAULT)) {
            TopicIdPartition orders = new TopicIdPartition(TestBroker.ORDERS_ID, 2, "orders");
            PartitionHandle replica = TestReplica.leading(TestBroker.SYSTEM, directory, orders);
            node.partitions.add(replica);

            DescribeLogDirsResponseData answer = ask(4);

            assertThat(answer.results().get(0).topics()).isEmpty();
            DescribeLogDirsTopic topic = answer.results().get(1).topics().get(0);
            assertThat(topic.name()).isEqualTo("orders");
            assertThat(topic.partitions())
                    .containsExactly(new DescribeLogDirsPartition()
                            .setPartitionIndex(2)
                            .setPartitionSize(0)
                            .setOffsetLag(0)
                            .setIsFutureKey(false));
            assertThat(ask(4, "orders", 1).results().get(1).topics()).isEmpty();
            assertThat(ask(4, "orders", 2).results().get(1).topics()).hasSize(1);
            close(replica);
        }
    }

    @Test
    void namesDirectoriesThatFailed() {
        node.logDirs.add(new LogDirs.Description("/data/a", true, -1, -1));
        node.logDirs.add(new LogDirs.Description("/data/b", false, 1000, 300));

        assertThat(ask(4).results())
                .extracting(DescribeLogDirsResult::errorCode)
                .containsExactly(Errors.KAFKA_STORAGE_ERROR.code(), Errors.NONE.code());
    }

    @Test
    void refusesCallersWhoMayNotDescribeTheCluster() {
        node.denying(Operation.DESCRIBE, Resource.CLUSTER);

        assertThat(ask(3).errorCode()).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        assertThat(ask(1).results()).isEmpty();
    }

    private static void close(PartitionHandle replica) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        replica.tell(new Partition.Close(closed::complete));
        closed.join();
    }

    private DescribeLogDirsResponseData ask(int version, String topic, int partition) {
        DescribeLogDirsRequestData request = new DescribeLogDirsRequestData();
        request.topics().mustAdd(new DescribableLogDirTopic().setTopic(topic).setPartitions(List.of(partition)));
        return node.ask(new DescribeLogDirsHandler(node.broker()), version, request);
    }

    private DescribeLogDirsResponseData ask(int version) {
        return node.ask(
                new DescribeLogDirsHandler(node.broker()), version, new DescribeLogDirsRequestData().setTopics(null));
    }
}
