package io.ottla.multinode.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.PeerProcess;
import io.ottla.multinode.harness.Peers;
import io.ottla.multinode.workload.CommittedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MirrorMaker 2 copies topics, their configs and groups' offsets to us, from ourselves and from Apache Kafka, exactly once. */
class MirrorIT {
    private static final int RECORDS = 400;
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Map<String, Object> GROUP_SETTINGS =
            Map.of("group.id", "readers", "isolation.level", "read_committed");

    @RegisterExtension
    static final NodeExtension HERE = NodeExtension.withDefaults();

    @RegisterExtension
    static final NodeExtension THERE = NodeExtension.withDefaults();

    @RegisterExtension
    final Peers peers = new Peers();

    private int written;

    @Test
    void copiesFromAnotherClusterOfOurs() {
        copies("ottla", THERE.bootstrap());
    }

    @Test
    void copiesFromApacheKafka() {
        copies("apache", ApacheKafka.start(peers, "apache-kafka"));
    }

    private void copies(String alias, String from) {
        TopicPartition copied = new TopicPartition(alias + ".orders", 0);
        JavaClients.createTopic(from, ORDERS.topic(), 1, Map.of("retention.ms", "1234567890"));
        write(from);
        commit(from, RECORDS / 2);
        PeerProcess mirror = MirrorMaker.start(peers, alias, from, HERE.bootstrap());
        try (Admin there = JavaClients.admin(from);
                Admin here = JavaClients.admin(HERE.bootstrap())) {
            soon("the topic")
                    .until(() -> JavaClients.get(here.listTopics().names()).contains(copied.topic()));
            CommittedReader copy = CommittedReader.start(HERE.bootstrap(), copied.topic(), record -> {});
            copy.awaitTotal(RECORDS);
            soon("its config").until(() -> retention(here, copied.topic()).equals("1234567890"));

            write(from);
            mirror.kill9();
            write(from);
            mirror.restart();
            copy.awaitTotal(3 * RECORDS);

            changeTopic(there);
            soon("the change of its config")
                    .until(() -> retention(here, copied.topic()).equals("987654321"));
            soon("its second partition").until(() -> partitions(here, copied.topic()) == 2);

            // MirrorMaker knows few offsets exactly: near the end, and fewer and fewer before.
            commit(from, 3 * RECORDS);
            soon("the group's offset")
                    .until(() -> committed(copied) > copy.seen(2 * RECORDS).offset());
            write(from);
            copy.awaitTotal(4 * RECORDS);
            assertThat(nextForGroup(copied))
                    .as("what the group reads next when it moves: nothing is left out")
                    .isGreaterThan(2 * RECORDS)
                    .isLessThanOrEqualTo(3 * RECORDS);
            mirror.terminate();
            assertThat(copy.finish(Map.of(
                            copied,
                            JavaClients.ends(HERE.bootstrap(), copied.topic()).get(copied))))
                    .as("each record once and in order")
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(IntStream.range(0, written)
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    /** Numbered records in transactions, and between them records that are given up. */
    private void write(String bootstrap) {
        Map<String, Object> settings = Map.of("transactional.id", "orders-" + written);
        try (Producer<String, String> producer = JavaClients.producer(bootstrap, settings)) {
            producer.initTransactions();
            for (int end = written + RECORDS; written < end; ) {
                producer.beginTransaction();
                for (int i = 0; i < RECORDS / 4; i++) {
                    send(producer, String.valueOf(written++));
                }
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, "given up");
                // In the log first: what is given up before it is sent would test nothing, and Apache Kafka may refuse
                // such an end.
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    private static void send(Producer<String, String> producer, String value) {
        var unused = producer.send(new ProducerRecord<>(ORDERS.topic(), ORDERS.partition(), value, value));
    }

    /** Commits for the group that it has read so many records. */
    private static void commit(String bootstrap, int read) {
        try (Consumer<String, String> consumer = JavaClients.consumer(bootstrap, GROUP_SETTINGS)) {
            consumer.assign(List.of(ORDERS));
            consumer.seekToBeginning(List.of(ORDERS));
            ConsumerRecord<String, String> last = find(consumer, String.valueOf(read - 1));
            consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(last.offset() + 1)));
        }
    }

    private static ConsumerRecord<String, String> find(Consumer<String, String> consumer, String value) {
        return Awaitility.await("record " + value)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> StreamSupport.stream(
                                        consumer.poll(Duration.ofMillis(100)).spliterator(), false)
                                .filter(record -> record.value().equals(value))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Where the group stands in the copied topic; -1 as long as nothing is committed there. */
    private static long committed(TopicPartition copied) {
        try (Consumer<String, String> consumer = JavaClients.consumer(HERE.bootstrap(), GROUP_SETTINGS)) {
            OffsetAndMetadata offset = consumer.committed(Set.of(copied)).get(copied);
            return offset == null ? -1 : offset.offset();
        }
    }

    /** The number that a member of the group sees first in the copied topic. */
    private static int nextForGroup(TopicPartition copied) {
        try (Consumer<String, String> consumer = JavaClients.consumer(HERE.bootstrap(), GROUP_SETTINGS)) {
            consumer.assign(List.of(copied));
            return Awaitility.await("the group's next record")
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> StreamSupport.stream(
                                            consumer.poll(Duration.ofMillis(100))
                                                    .spliterator(),
                                            false)
                                    .findFirst(),
                            Optional::isPresent)
                    .map(record -> Integer.parseInt(record.value()))
                    .orElseThrow();
        }
    }

    private static void changeTopic(Admin admin) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, ORDERS.topic());
        AlterConfigOp shorter =
                new AlterConfigOp(new ConfigEntry("retention.ms", "987654321"), AlterConfigOp.OpType.SET);
        JavaClients.get(
                admin.incrementalAlterConfigs(Map.of(topic, List.of(shorter))).all());
        JavaClients.get(admin.createPartitions(Map.of(ORDERS.topic(), NewPartitions.increaseTo(2)))
                .all());
    }

    private static String retention(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return JavaClients.get(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get("retention.ms")
                .value();
    }

    private static int partitions(Admin admin, String topic) {
        return JavaClients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }
}
