package io.ottla.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.LogDirs;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

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

    private DescribeLogDirsResponseData ask(int version) {
        return node.ask(
                new DescribeLogDirsHandler(node.broker()), version, new DescribeLogDirsRequestData().setTopics(null));
    }
}
