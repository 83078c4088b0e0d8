package io.ottla.multinode.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.NodeSettings;
import io.ottla.multinode.harness.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The short form of {@code benchmarks/scale.sh}: a node has more partitions than it may open files. */
class ManyPartitionsIT {
    private static final int PARTITIONS = 1_000;
    private static final int OPEN_FILES = 600;
    private static final int PAGE = 100;
    private static final String TOPIC = "many";

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.with(ManyPartitionsIT::withFewOpenFiles);

    @Test
    void servesMorePartitionsThanItMayOpenFilesAlsoAfterACrash() {
        JavaClients.createTopic(NODE.bootstrap(), TOPIC, PARTITIONS, Map.of());
        produceToAll();
        NODE.process().kill9();
        NODE.process().restart();
        produceToAll();

        assertThat(JavaClients.ends(NODE.bootstrap(), TOPIC).values())
                .hasSize(PARTITIONS)
                .allMatch(end -> end == 2);
        assertThat(JavaClients.readAll(NODE.bootstrap(), TOPIC)).hasSize(2 * PARTITIONS);
        assertThat(describedInPages().partitions())
                .hasSize(PARTITIONS)
                .allMatch(partition -> partition.leader() != null);
        assertThat(NODE.process().openFiles()).isLessThan(OPEN_FILES);
    }

    private static TopicDescription describedInPages() {
        try (Admin admin = JavaClients.admin(NODE.bootstrap())) {
            return JavaClients.get(admin.describeTopics(
                                    List.of(TOPIC), new DescribeTopicsOptions().partitionSizeLimitPerResponse(PAGE))
                            .allTopicNames())
                    .get(TOPIC);
        }
    }

    private static void produceToAll() {
        try (Producer<String, String> producer = JavaClients.producer(NODE.bootstrap(), Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, "key", "value")));
            }
            sent.forEach(JavaClients::get);
        }
    }

    private static NodeSettings withFewOpenFiles(NodeSettings settings) {
        String limit = OPEN_FILES + ":" + OPEN_FILES;
        return settings.at(new Place(settings.place().addresses(), List.of("prlimit", "--nofile=" + limit)));
    }
}
