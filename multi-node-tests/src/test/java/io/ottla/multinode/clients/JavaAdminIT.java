package io.ottla.multinode.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Administration by kafka-clients 4.4. */
class JavaAdminIT {
    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    private static Admin admin;

    @BeforeAll
    static void connect() {
        admin = JavaClients.admin(NODE.bootstrap());
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    @Test
    void describesTheCluster() {
        var cluster = admin.describeCluster();
        assertThat(JavaClients.get(cluster.nodes())).hasSize(1);
        assertThat(JavaClients.get(cluster.controller()).port())
                .isEqualTo(NODE.process().addresses().kafkaPort());
        assertThat(JavaClients.get(cluster.clusterId())).isNotBlank();
    }

    @Test
    void createsDescribesAndDeletesATopic() {
        JavaClients.createTopic(NODE.bootstrap(), "whole-life", 3, Map.of("retention.ms", "60000"));

        TopicDescription topic = describe("whole-life");
        assertThat(topic.topicId()).isNotEqualTo(Uuid.ZERO_UUID);
        assertThat(topic.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.leader().id()).isEqualTo(partition.isr().get(0).id());
            assertThat(partition.replicas()).hasSize(1);
        });
        assertThat(JavaClients.get(admin.listTopics().names())).contains("whole-life");

        JavaClients.get(admin.deleteTopics(List.of("whole-life")).all());
        assertThat(JavaClients.get(admin.listTopics().names())).doesNotContain("whole-life");
        assertThatThrownBy(() -> describe("whole-life")).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void makesADeletedTopicAnewWithoutItsOldRecords() {
        JavaClients.createTopic(NODE.bootstrap(), "again", 1, Map.of());
        Uuid first = describe("again").topicId();
        send("again", 10);
        JavaClients.get(admin.deleteTopics(List.of("again")).all());

        JavaClients.createTopic(NODE.bootstrap(), "again", 1, Map.of());

        assertThat(describe("again").topicId()).isNotEqualTo(first);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "again")).isEmpty();
        send("again", 3);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "again")).hasSize(3);
    }

    @Test
    void refusesTopicsThatCannotBe() {
        JavaClients.createTopic(NODE.bootstrap(), "there-already", 1, Map.of());
        assertThatThrownBy(() -> create("there-already", 1, Map.of())).isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> create("not a name", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> create("no-partitions", 0, Map.of())).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> create("bad-config", 1, Map.of("retention.ms", "soon")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> create("unknown-config", 1, Map.of("retention.msec", "1")))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void growsATopicAndNeverShrinksIt() {
        JavaClients.createTopic(NODE.bootstrap(), "growing", 1, Map.of());
        JavaClients.get(admin.createPartitions(Map.of("growing", NewPartitions.increaseTo(4)))
                .all());
        assertThat(describe("growing").partitions()).hasSize(4);
        assertThatThrownBy(() -> JavaClients.get(admin.createPartitions(Map.of("growing", NewPartitions.increaseTo(2)))
                        .all()))
                .isInstanceOf(InvalidPartitionsException.class);
    }

    @Test
    void changesATopicsConfig() {
        JavaClients.createTopic(NODE.bootstrap(), "configured", 1, Map.of("retention.ms", "60000"));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "configured");

        JavaClients.get(admin.incrementalAlterConfigs(Map.of(
                        resource,
                        List.of(
                                new AlterConfigOp(new ConfigEntry("retention.ms", null), OpType.DELETE),
                                new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), OpType.APPEND),
                                new AlterConfigOp(new ConfigEntry("max.message.bytes", "2000"), OpType.SET))))
                .all());

        Config config =
                JavaClients.get(admin.describeConfigs(List.of(resource)).all()).get(resource);
        assertThat(config.get("retention.ms").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete,compact");
        assertThat(config.get("max.message.bytes")).satisfies(entry -> {
            assertThat(entry.value()).isEqualTo("2000");
            assertThat(entry.source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(entry.type()).isEqualTo(ConfigEntry.ConfigType.INT);
        });
    }

    @Test
    void changesABrokersConfigWhileItRuns() {
        String id = String.valueOf(JavaClients.get(admin.describeCluster().nodes())
                .iterator()
                .next()
                .id());
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, id);
        set(broker, "log.retention.ms", "7200000");
        Awaitility.await().untilAsserted(() -> {
            ConfigEntry entry = JavaClients.get(
                            admin.describeConfigs(List.of(broker)).all())
                    .get(broker)
                    .get("log.retention.ms");
            assertThat(entry.value()).isEqualTo("7200000");
            assertThat(entry.source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        });
        assertThatThrownBy(() -> set(broker, "broker.id", "17")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void deletesRecordsAndKeepsOffsets() {
        TopicPartition partition = new TopicPartition("shortened", 0);
        JavaClients.createTopic(NODE.bootstrap(), "shortened", 1, Map.of());
        send("shortened", 20);

        JavaClients.get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(12)))
                .all());

        assertThat(offset(partition, OffsetSpec.earliest()).offset()).isEqualTo(12);
        assertThat(offset(partition, OffsetSpec.latest()).offset()).isEqualTo(20);
        assertThat(JavaClients.readAll(NODE.bootstrap(), "shortened")).hasSize(8);
    }

    @Test
    void listsOffsetsForEverySpecialTime() {
        TopicPartition partition = new TopicPartition("special-times", 0);
        JavaClients.createTopic(NODE.bootstrap(), "special-times", 1, Map.of("retention.ms", "-1"));
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            for (long timestamp : new long[] {1_000, 3_000, 2_000}) {
                JavaClients.get(producer.send(new ProducerRecord<>("special-times", 0, timestamp, "k", "v")));
            }
        }
        assertThat(offset(partition, OffsetSpec.earliest()).offset()).isZero();
        assertThat(offset(partition, OffsetSpec.latest()).offset()).isEqualTo(3);
        assertThat(offset(partition, OffsetSpec.maxTimestamp())).satisfies(found -> {
            assertThat(found.offset()).isEqualTo(1);
            assertThat(found.timestamp()).isEqualTo(3_000);
        });
        assertThat(offset(partition, OffsetSpec.forTimestamp(1_500)).offset()).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.forTimestamp(3_001)).offset()).isEqualTo(-1);
    }

    @Test
    void describesLogDirsAndProducers() {
        TopicPartition partition = new TopicPartition("looked-into", 0);
        JavaClients.createTopic(NODE.bootstrap(), "looked-into", 1, Map.of());
        send("looked-into", 5);
        int id = JavaClients.get(admin.describeCluster().nodes())
                .iterator()
                .next()
                .id();

        Map<String, LogDirDescription> dirs = JavaClients.get(
                        admin.describeLogDirs(Set.of(id)).allDescriptions())
                .get(id);
        assertThat(dirs.values())
                .anySatisfy(dir ->
                        assertThat(dir.replicaInfos().get(partition).size()).isPositive());

        List<ProducerState> producers = JavaClients.get(
                        admin.describeProducers(Set.of(partition)).all())
                .get(partition)
                .activeProducers();
        assertThat(producers)
                .singleElement()
                .satisfies(producer -> assertThat(producer.lastSequence()).isEqualTo(4));
    }

    @Test
    void tellsFeaturesAndConfigResources() {
        assertThat(JavaClients.get(admin.describeFeatures().featureMetadata())).isNotNull();
        assertThat(JavaClients.get(
                        admin.listConfigResources(Set.of(ConfigResource.Type.TOPIC), new ListConfigResourcesOptions())
                                .all()))
                .allSatisfy(resource -> assertThat(resource.type()).isEqualTo(ConfigResource.Type.TOPIC));
    }

    private static void create(String topic, int partitions, Map<String, String> configs) {
        JavaClients.get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs)))
                .all());
    }

    private static void set(ConfigResource resource, String name, String value) {
        JavaClients.get(admin.incrementalAlterConfigs(
                        Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
                .all());
    }

    private static TopicDescription describe(String topic) {
        return JavaClients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic);
    }

    private static ListOffsetsResultInfo offset(TopicPartition partition, OffsetSpec spec) {
        return JavaClients.get(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition));
    }

    private static void send(String topic, int count) {
        JavaClients.produce(NODE.bootstrap(), topic, 0, count);
    }
}
