package io.ottla.multinode.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.OttlaProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What administrators were told is done survives kills right after the answer. */
class MetadataIT {
    private static final int ROUNDS = 4;

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    @Test
    void keepsTopicsConfigsAndDeletionsThroughKills() {
        OttlaProcess node = NODE.process();
        Map<String, Uuid> ids = new TreeMap<>();
        String cluster = clusterId();
        for (int round = 0; round < ROUNDS; round++) {
            String kept = "kept-" + round;
            JavaClients.createTopic(node.bootstrap(), kept, 1, Map.of("retention.ms", "6000" + round));
            JavaClients.createTopic(node.bootstrap(), "deleted-" + round, 1, Map.of());
            ids.put(kept, describe(kept).topicId());
            change(kept, "deleted-" + round);

            node.kill9();
            node.restart();
        }
        assertThat(clusterId()).isEqualTo(cluster);
        Map<String, Uuid> found = new HashMap<>();
        for (String name : names()) {
            TopicDescription topic = describe(name);
            found.put(name, topic.topicId());
            assertThat(topic.partitions()).hasSize(3);
            assertThat(config(name, "retention.ms")).isEqualTo("6000" + name.substring("kept-".length()));
            assertThat(config(name, "max.message.bytes")).isEqualTo("12345");
        }
        assertThat(found).isEqualTo(ids);
    }

    @Test
    void neverGivesAProducerIdAgain() {
        OttlaProcess node = NODE.process();
        TopicPartition partition = new TopicPartition("ids", 0);
        JavaClients.createTopic(node.bootstrap(), "ids", 1, Map.of());
        int producers = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 3; i++) {
                JavaClients.produce(node.bootstrap(), "ids", 0, 1);
                producers++;
            }
            node.kill9();
            node.restart();
        }
        // Had an id been given twice, the second producer's first record would have been taken for the first one's.
        assertThat(producerIds(partition)).hasSize(producers);
        assertThat(JavaClients.readAll(node.bootstrap(), "ids")).hasSize(producers);
    }

    private static void change(String kept, String deleted) {
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            var set = new AlterConfigOp(new ConfigEntry("max.message.bytes", "12345"), OpType.SET);
            JavaClients.get(admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, kept), List.of(set)))
                    .all());
            JavaClients.get(admin.createPartitions(Map.of(kept, NewPartitions.increaseTo(3)))
                    .all());
            JavaClients.get(admin.deleteTopics(List.of(deleted)).all());
        }
    }

    private static Set<String> names() {
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            Set<String> names = new HashSet<>(JavaClients.get(admin.listTopics().names()));
            names.remove("ids");
            return names;
        }
    }

    private static TopicDescription describe(String topic) {
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            return JavaClients.get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
        }
    }

    private static String config(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            return JavaClients.get(admin.describeConfigs(List.of(resource)).all())
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    private static String clusterId() {
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            return JavaClients.get(admin.describeCluster().clusterId());
        }
    }

    private static Set<Long> producerIds(TopicPartition partition) {
        Set<Long> ids = new HashSet<>();
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            JavaClients.get(admin.describeProducers(Set.of(partition)).all())
                    .get(partition)
                    .activeProducers()
                    .forEach(producer -> ids.add(producer.producerId()));
        }
        return ids;
    }
}
