package io.ottla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's own producer, consumer and admin client with transactions, against a real node. */
@OttlaTest
class TransactionsTest {
    private static final String TOPIC = "orders";
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1), new TopicPartition(TOPIC, 2));

    private OttlaCluster cluster;

    @BeforeEach
    void createTopic(OttlaCluster given) throws Exception {
        cluster = given;
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
    }

    @Test
    void showsCommittedTransactionsAcrossPartitionsAndNeverAbortedOnes() {
        try (KafkaProducer<String, String> producer = producer("copy", Map.of())) {
            producer.initTransactions();
            for (int round = 0; round < 20; round++) {
                producer.beginTransaction();
                for (int partition = 0; partition < 3; partition++) {
                    producer.send(
                            new ProducerRecord<>(TOPIC, partition, null, (round % 2 == 0 ? "yes-" : "no-") + round));
                }
                // An abort drops what has not been sent yet.
                producer.flush();
                if (round % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }

        List<String> committed = read("read_committed", 30);
        assertThat(committed).hasSize(30).allMatch(value -> value.startsWith("yes-"));
        assertThat(read("read_uncommitted", 60)).hasSize(60);
    }

    @Test
    void hidesAnOpenTransactionUntilItCommits() {
        try (KafkaProducer<String, String> producer = producer("slow", Map.of())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "tea");
            assertThat(read("read_uncommitted", 1)).containsExactly("tea");
            assertThat(endOffset("read_committed")).isZero();

            producer.commitTransaction();

            assertThat(read("read_committed", 1)).containsExactly("tea");
        }
    }

    @Test
    void anEmptyTransactionCommitsAndAborts() {
        try (KafkaProducer<String, String> producer = producer("empty", Map.of())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.commitTransaction();
            producer.beginTransaction();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, 0, "tea");
            producer.commitTransaction();
        }
        assertThat(read("read_committed", 1)).containsExactly("tea");
    }

    @Test
    void commitsOffsetsWithTheRecordsOrNotAtAll() throws Exception {
        try (KafkaProducer<String, String> producer = producer("offsets", Map.of());
                KafkaConsumer<String, String> member = consumer("read_committed");
                Admin admin = admin()) {
            ConsumerGroupMetadata group = member.groupMetadata();
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "tea");
            producer.sendOffsetsToTransaction(offset(5), group);
            producer.commitTransaction();
            await().untilAsserted(() -> assertThat(committed(admin)).isEqualTo(5));

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(offset(9), group);
            producer.abortTransaction();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(offset(7), group);
            producer.commitTransaction();

            await().untilAsserted(() -> assertThat(committed(admin)).isEqualTo(7));
        }
        cluster.stopBroker(1);
        cluster.startBroker(1);
        try (Admin admin = admin()) {
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(committed(admin)).isEqualTo(7));
        }
    }

    @Test
    void aSecondProducerFencesTheFirstAndAbortsWhatItLeftOpen() {
        try (KafkaProducer<String, String> first = producer("same", Map.of());
                KafkaProducer<String, String> second = producer("same", Map.of())) {
            first.initTransactions();
            first.beginTransaction();
            send(first, 0, "lost");

            second.initTransactions();

            first.send(new ProducerRecord<>(TOPIC, 1, null, "late"));
            assertThatThrownBy(first::commitTransaction)
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
            second.beginTransaction();
            send(second, 0, "kept");
            second.commitTransaction();
        }
        assertThat(read("read_committed", 1)).containsExactly("kept");
    }

    @Test
    void aTransactionSurvivesARestartOfTheBroker() {
        try (KafkaProducer<String, String> producer = producer("restarted", Map.of())) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "before");

            cluster.stopBroker(1);
            cluster.startBroker(1);

            send(producer, 0, "after");
            send(producer, 1, "elsewhere");
            producer.commitTransaction();
        }
        assertThat(read("read_committed", 3)).containsExactlyInAnyOrder("before", "after", "elsewhere");
    }

    @Test
    void aTransactionThatIsOpenForTooLongIsAborted() {
        try (KafkaProducer<String, String> producer = producer("late", Map.of("transaction.timeout.ms", "500"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "lost");

            await().untilAsserted(() -> assertThat(endOffset("read_committed")).isEqualTo(2));

            assertThatThrownBy(() -> {
                        producer.send(new ProducerRecord<>(TOPIC, 0, null, "too late"))
                                .get();
                        producer.commitTransaction();
                    })
                    .isInstanceOfAny(KafkaException.class, ExecutionException.class);
        }
    }

    @Test
    void administratorsSeeAndAbortTransactions() throws Exception {
        try (KafkaProducer<String, String> producer = producer("hanging", Map.of());
                Admin admin = admin()) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "stuck");

            TransactionDescription described = admin.describeTransactions(List.of("hanging"))
                    .description("hanging")
                    .get();
            assertThat(described.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(described.topicPartitions()).containsExactly(PARTITIONS.get(0));
            assertThat(list(admin, new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING))))
                    .extracting(TransactionListing::transactionalId)
                    .containsExactly("hanging");
            assertThat(list(admin, new ListTransactionsOptions().filterOnDuration(3_600_000)))
                    .isEmpty();
            assertThat(list(admin, new ListTransactionsOptions().filterOnTransactionalIdPattern("hang.*")))
                    .hasSize(1);
            assertThat(list(admin, new ListTransactionsOptions().filterOnTransactionalIdPattern("other.*")))
                    .isEmpty();
            ProducerState state = admin.describeProducers(List.of(PARTITIONS.get(0)))
                    .partitionResult(PARTITIONS.get(0))
                    .get()
                    .activeProducers()
                    .get(0);
            assertThat(state.currentTransactionStartOffset()).hasValue(0);

            admin.abortTransaction(new AbortTransactionSpec(
                            PARTITIONS.get(0),
                            state.producerId(),
                            (short) state.producerEpoch(),
                            state.coordinatorEpoch().orElse(0)))
                    .all()
                    .get();

            assertThat(endOffset("read_committed")).isEqualTo(2);
        }
    }

    private static Collection<TransactionListing> list(Admin admin, ListTransactionsOptions options) throws Exception {
        return admin.listTransactions(options).all().get();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
        return Map.of(PARTITIONS.get(0), new OffsetAndMetadata(offset));
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("group")
                .partitionsToOffsetAndMetadata()
                .get()
                .get(PARTITIONS.get(0))
                .offset();
    }

    private static void send(KafkaProducer<String, String> producer, int partition, String value) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, partition, null, value)).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError("sending " + value, failure);
        }
    }

    private List<String> read(String isolation, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
            consumer.assign(PARTITIONS);
            consumer.seekToBeginning(PARTITIONS);
            await().until(() -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                    values.add(each.value());
                }
                return values.size() >= expected;
            });
            consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
        }
        return values;
    }

    private long endOffset(String isolation) {
        try (KafkaConsumer<String, String> consumer = consumer(isolation)) {
            return consumer.endOffsets(PARTITIONS).get(PARTITIONS.get(0));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private KafkaProducer<String, String> producer(String transactionalId, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("transactional.id", transactionalId);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "isolation.level",
                        isolation,
                        "group.id",
                        "group",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
