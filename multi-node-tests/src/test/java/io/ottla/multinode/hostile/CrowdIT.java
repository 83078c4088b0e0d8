package io.ottla.multinode.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.ClientProcess;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many connections that do nothing, or only take: memory stays bounded and everyone else is served. */
class CrowdIT {
    private static final int HEAP_MIB = 192;
    private static final int CROWD = 10_000;
    private static final int CROWD_MIN = 2_000;
    /** Heap and direct memory, and as much again for code, threads and what sockets hold. */
    private static final long RESIDENT_MAX = 4L * HEAP_MIB * 1024 * 1024;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.with(settings -> settings.withHeapMiB(HEAP_MIB));

    private final List<RawConnection> connections = new ArrayList<>();

    @AfterEach
    void closeConnections() {
        connections.forEach(RawConnection::close);
    }

    @Test
    void servesOthersBesideACrowdThatIsIdleOrStoppedInTheMiddleOfARequest() {
        int files = openFilesMax();
        Requirement.require(files > 2 * CROWD_MIN, "only " + files + " open files are allowed (ulimit -n)");
        int crowd = Math.min(CROWD, files / 2);
        for (int i = 0; i < crowd; i++) {
            RawConnection connection = connect();
            if (i % 2 == 0) {
                connection.send(new byte[] {0, 0, 4}); // Not even a whole length.
            }
            if (i % 4 == 1) {
                connection.send(new byte[] {0, 0, 4, 0, 0, 3, 0, 1}); // A header that never ends.
            }
        }
        assertServes("crowd");
        assertThat(NODE.process().residentBytes()).isLessThan(RESIDENT_MAX);
    }

    @Test
    void boundsWhatItHoldsForClientsThatAskAndNeverRead() {
        JavaClients.createTopic(NODE.bootstrap(), "never-read", 1, Map.of());
        fill("never-read", 8);
        for (int i = 0; i < 50; i++) {
            RawConnection connection = connect();
            for (int request = 0; request < 200; request++) {
                connection.request(Requests.fetch(request, "never-read", 4 << 20));
            }
        }
        // 50 clients that asked for 4 MiB 200 times each are 40 GB.
        assertServes("others");
        assertThat(NODE.process().residentBytes()).isLessThan(RESIDENT_MAX);
        assertThat(NODE.process().isAlive()).isTrue();
    }

    @Test
    void boundsWhatItHoldsForClientsThatSendAndNeverRead() {
        JavaClients.createTopic(NODE.bootstrap(), "never-acknowledged", 1, Map.of());
        // A new partition that is not open yet holds few requests and refuses the others; this one waits for it.
        JavaClients.produce(NODE.bootstrap(), "never-acknowledged", 0, 1);
        for (int i = 0; i < 20; i++) {
            RawConnection connection = connect();
            for (int request = 0; request < 1_000; request++) {
                connection.request(Requests.produce(request, "never-acknowledged", Requests.batch("v" + request)));
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(JavaClients.readAll(NODE.bootstrap(), "never-acknowledged")
                                .size())
                        .isEqualTo(20_001));
        assertThat(NODE.process().residentBytes()).isLessThan(RESIDENT_MAX);
    }

    private RawConnection connect() {
        RawConnection connection = RawConnection.open(NODE.process().addresses().kafkaPort());
        connections.add(connection);
        return connection;
    }

    private static void assertServes(String topic) {
        JavaClients.createTopic(NODE.bootstrap(), topic, 1, Map.of());
        JavaClients.produce(NODE.bootstrap(), topic, 0, 100);
        assertThat(JavaClients.readAll(NODE.bootstrap(), topic)).hasSize(100);
    }

    private static void fill(String topic, int mebibytes) {
        String value = "x".repeat(100_000);
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            for (int i = 0; i < 10 * mebibytes; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, value));
            }
        }
    }

    private static int openFilesMax() {
        String limit = ClientProcess.command("sh", "-c", "ulimit -n").output().strip();
        return limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit);
    }
}
