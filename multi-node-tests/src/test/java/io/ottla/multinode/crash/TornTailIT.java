package io.ottla.multinode.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.Folders;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.OttlaProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Log files as a crash may leave them: recovery cuts what is not whole and says so. */
class TornTailIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void cutsGarbageBehindTheLastBatch() throws IOException {
        Path log = killWithRecords("garbage", 10);
        long good = Files.size(log);
        Files.write(log, new byte[] {1, 2, 3, 4, 5, 6, 7}, StandardOpenOption.APPEND);

        NODE.process().restart();

        assertThat(NODE.process().log()).contains(log.getFileName().toString(), String.valueOf(good));
        assertThat(JavaClients.readAll(NODE.bootstrap(), "garbage")).hasSize(10);
        continuesAt("garbage", 10);
    }

    @Test
    void cutsABatchThatIsNotWhole() throws IOException {
        Path log = killWithRecords("torn", 10);
        long good = Files.size(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(good - 3);
        }

        NODE.process().restart();

        assertThat(JavaClients.readAll(NODE.bootstrap(), "torn")).hasSize(9);
        continuesAt("torn", 9);
    }

    @Test
    void cutsABatchWhoseChecksumIsWrong() throws IOException {
        Path log = killWithRecords("flipped", 10);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), channel.size() - 2);
        }

        NODE.process().restart();

        assertThat(JavaClients.readAll(NODE.bootstrap(), "flipped")).hasSize(9);
        continuesAt("flipped", 9);
    }

    @Test
    void makesIndexesAnewThatAreLostOrSpoilt() throws IOException {
        killWithRecords("unindexed", 10);
        OttlaProcess node = NODE.process();
        for (Path index : Folders.find(node.data(), "unindexed-0", "index")) {
            Files.write(index, new byte[] {9, 9, 9});
        }

        node.restart();

        assertThat(JavaClients.readAll(NODE.bootstrap(), "unindexed")).hasSize(10);
        continuesAt("unindexed", 10);
    }

    /** Each record in a batch of its own, and the node killed behind them; the log's file. */
    private static Path killWithRecords(String topic, int count) {
        JavaClients.createTopic(NODE.bootstrap(), topic, 1, Map.of());
        for (int i = 0; i < count; i++) {
            JavaClients.produce(NODE.bootstrap(), topic, 0, 1);
        }
        NODE.process().kill9();
        List<Path> logs = Folders.find(NODE.process().data(), topic + "-0", ".log");
        assertThat(logs).hasSize(1);
        return logs.get(0);
    }

    private static void continuesAt(String topic, long offset) {
        JavaClients.produce(NODE.bootstrap(), topic, 0, 1);
        assertThat(JavaClients.readAll(NODE.bootstrap(), topic))
                .last()
                .extracting(ConsumerRecord::offset)
                .isEqualTo(offset);
    }
}
