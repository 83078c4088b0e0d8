package io.ottla.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, as clients write it, read it and change its settings. */
final class TableOfRecords {
    private final OttlaCluster cluster;
    private final String topic;

    private TableOfRecords(OttlaCluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
    }

    /** Makes the topic, with segments of 2,000 bytes. */
    static TableOfRecords create(OttlaCluster cluster, String topic, Map<String, String> configs) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("internal.segment.bytes", "2000"));
        all.putAll(configs);
        TableOfRecords table = new TableOfRecords(cluster, topic);
        try (Admin admin = table.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()).configs(all)))
                    .all()
                    .get();
        }
        return table;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    TopicPartition partition() {
        return new TopicPartition(topic, 0);
    }

    /** Changes a setting as kafka-configs does. */
    void set(String name, String value) throws Exception {
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** Writes one record a batch to so many keys in turn, key-0 first: their values count from 0. Waits for the acknowledgements. */
    void write(int records, int keys, long timestampMs) throws Exception {
        write("key-", records, keys, timestampMs);
    }

    /** The same with other keys. */
    void write(String prefix, int records, int keys, long timestampMs) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "linger.ms", "0", "batch.size", "0");
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, timestampMs, prefix + i % keys, "" + i / keys)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    /** Deletes a key. */
    void delete(String key) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, null)).get();
        }
    }

    /** Where the log begins. */
    long start() throws Exception {
        return offset(OffsetSpec.earliest());
    }

    /** Where the log ends. */
    long end() throws Exception {
        return offset(OffsetSpec.latest());
    }

    private long offset(OffsetSpec which) throws Exception {
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition(), which))
                    .partitionResult(partition())
                    .get()
                    .offset();
        }
    }

    /** Everything there is. */
    List<ConsumerRecord<String, String>> readAll() {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition()));
            consumer.seekToBeginning(List.of(partition()));
            long end = consumer.endOffsets(List.of(partition())).get(partition());
            while (consumer.position(partition()) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** What the records come to: the last value of every key that is not deleted. */
    Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        for (ConsumerRecord<String, String> record : readAll()) {
            if (record.value() == null) {
                table.remove(record.key());
            } else {
                table.put(record.key(), record.value());
            }
        }
        return table;
    }
}
