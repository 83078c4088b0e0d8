package io.ottla.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A cluster whose first broker has two log directories, and what clients see of them. */
final class TwoLogDirs {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private TwoLogDirs() {}

    /** Starts one broker with these two directories. */
    static OttlaCluster start(Path first, Path second) {
        return OttlaCluster.builder()
                .set("log.dirs", first + "," + second)
                .set("log.flush.offset.checkpoint.interval.ms", "300")
                .start();
    }

    static void createTopic(OttlaCluster cluster, String topic, int partitions) throws Exception {
        try (Admin admin = admin(cluster)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    static void write(OttlaCluster cluster, String topic, int partition, int records, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(cluster)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    static void move(OttlaCluster cluster, String topic, int partitions, Path to) throws Exception {
        Map<TopicPartitionReplica, String> wanted = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> wanted.put(new TopicPartitionReplica(topic, partition, 1), to.toString()));
        try (Admin admin = admin(cluster)) {
            admin.alterReplicaLogDirs(wanted).all().get();
        }
    }

    static void moveOne(Admin admin, String topic, Path to) throws Exception {
        admin.alterReplicaLogDirs(Map.of(new TopicPartitionReplica(topic, 0, 1), to.toString()))
                .all()
                .get();
    }

    static void set(OttlaCluster cluster, String name, String value) throws Exception {
        try (Admin admin = admin(cluster)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, ""),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    static Map<String, LogDirDescription> describe(OttlaCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        }
    }

    static Map<TopicPartition, ReplicaInfo> replicas(OttlaCluster cluster, Path directory) throws Exception {
        Map<TopicPartition, ReplicaInfo> current =
                new HashMap<>(describe(cluster).get(directory.toString()).replicaInfos());
        current.values().removeIf(ReplicaInfo::isFuture);
        return current;
    }

    static Map<TopicPartition, ReplicaInfo> futures(OttlaCluster cluster) throws Exception {
        Map<TopicPartition, ReplicaInfo> moving = new HashMap<>();
        // A replica that moves is in two directories, in one of them as what it will be.
        for (LogDirDescription directory : describe(cluster).values()) {
            directory.replicaInfos().forEach((partition, replica) -> {
                if (replica.isFuture()) {
                    moving.put(partition, replica);
                }
            });
        }
        return moving;
    }

    static Set<TopicPartition> ofTopic(Map<TopicPartition, ReplicaInfo> replicas, String topic) {
        Set<TopicPartition> found = new HashSet<>(replicas.keySet());
        found.removeIf(partition -> !partition.topic().equals(topic));
        return found;
    }

    static Set<TopicPartition> all(String topic, int partitions) {
        Set<TopicPartition> all = new HashSet<>();
        IntStream.range(0, partitions).forEach(partition -> all.add(new TopicPartition(topic, partition)));
        return all;
    }

    static Set<TopicPartition> withoutLeader(Admin admin, String topic) throws Exception {
        Set<TopicPartition> found = new HashSet<>();
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                .filter(partition -> partition.leader() == null)
                .forEach(partition -> found.add(new TopicPartition(topic, partition.partition())));
        return found;
    }

    static Map<Integer, List<String>> valuesByPartition(OttlaCluster cluster, String topic, int partitions) {
        Map<Integer, List<String>> values = new HashMap<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            Set<TopicPartition> all = all(topic, partitions);
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            all.forEach(partition -> values.put(partition.partition(), new ArrayList<>()));
            consumer.seekToBeginning(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.get(record.partition()).add(record.value());
                }
            }
        }
        return values;
    }

    static KafkaProducer<String, String> producer(OttlaCluster cluster) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all", "enable.idempotence", "true");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    static Admin admin(OttlaCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}
