package io.ottla.multinode.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.history.HistoryChecker;
import io.ottla.multinode.history.HistoryRecorder;
import io.ottla.multinode.workload.FinalLogs;
import io.ottla.multinode.workload.SequencedWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node stands still for longer than its producers wait, so that they send again what it has or will have. */
class StandstillIT {
    private static final List<TopicPartition> PARTITIONS = List.of(new TopicPartition("halted", 0));

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void storesOnceWhatProducersSendAgain() {
        OttlaProcess node = NODE.process();
        HistoryRecorder history = new HistoryRecorder();
        JavaClients.createTopic(node.bootstrap(), "halted", 1, Map.of());
        SequencedWriter writer = SequencedWriter.start(node.bootstrap(), "a", PARTITIONS, history);
        Awaitility.await().until(() -> history.acknowledged() > 1_000);

        node.sigstop();
        Awaitility.await("producer sends again").atMost(Duration.ofSeconds(30)).until(() -> writer.retries() > 0);
        node.sigcont();

        long before = history.acknowledged();
        Awaitility.await().until(() -> history.acknowledged() > before + 1_000);
        writer.stop();
        FinalLogs logs = FinalLogs.read(node.bootstrap(), "halted");
        assertThat(writer.failures()).isEmpty();
        assertThat(HistoryChecker.check(logs.with(history.events(), Optional.empty())))
                .isEmpty();
    }
}
