package io.ottla.multinode.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.harness.SmallDisk;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A full disk refuses writes and nothing else; when there is room again, writing goes on by itself. */
class FullDiskIT {
    private static final String TOPIC = "filling";
    private static final Map<String, Object> ONE_TRY =
            Map.of("retries", 0, "enable.idempotence", false, "acks", "all", "max.request.size", 2_000_000);

    @Test
    void refusesWritesServesReadsAndWritesAgainWhenThereIsRoom() {
        try (SmallDisk disk = SmallDisk.mount(96);
                OttlaProcess node = OttlaProcess.start(NodeSettings.named("FullDiskIT")
                        .withData(disk.folder("data"))
                        .withHeapMiB(256))) {
            JavaClients.createTopic(node.bootstrap(), TOPIC, 1, Map.of("segment.bytes", "4194304"));
            disk.fill(40);
            long pid = node.pid();
            try (Producer<String, String> producer = JavaClients.producer(node.bootstrap(), ONE_TRY)) {
                int stored = sendUntilRefused(producer);

                assertThat(JavaClients.readAll(node.bootstrap(), TOPIC)).hasSize(stored);
                assertThat(send(producer)).isInstanceOf(KafkaStorageException.class);

                disk.free();
                Awaitility.await("writing goes on")
                        .atMost(Duration.ofSeconds(30))
                        .pollDelay(Duration.ZERO)
                        .until(() -> send(producer) == null);
                assertThat(JavaClients.readAll(node.bootstrap(), TOPIC)).hasSizeGreaterThan(stored);
            }
            assertThat(node.isAlive()).isTrue();
            assertThat(node.pid()).isEqualTo(pid);
            node.closeAndForget();
        }
    }

    /** Returns how many records were stored before the disk was full. */
    private static int sendUntilRefused(Producer<String, String> producer) {
        for (int stored = 0; stored < 200; stored++) {
            Throwable failure = send(producer);
            if (failure != null) {
                assertThat(failure).isInstanceOf(KafkaStorageException.class);
                return stored;
            }
        }
        throw new AssertionError("200 MB on a disk of 96 MiB");
    }

    /** Sends a megabyte that cannot be compressed away, and returns why it was not stored, or null. */
    private static Throwable send(Producer<String, String> producer) {
        return catchThrowable(() -> JavaClients.get(producer.send(new ProducerRecord<>(TOPIC, "x".repeat(1_000_000)))));
    }
}
