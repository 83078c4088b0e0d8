import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What an application with an old client library does in its life, in the API that 2.1.1 and 2.8.2 share. Arguments:
 * bootstrap.servers and the topic, which is also the group. Prints one line per step; ends with 1 when something differs.
 */
public final class OldClient implements AutoCloseable {
    private static final List<String> CODECS = Arrays.asList("none", "gzip", "snappy", "lz4", "zstd");
    private static final int RECORDS = 10;

    private final String bootstrap;
    private final String topic;
    private final AdminClient admin;

    private OldClient(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.admin = AdminClient.create(settings());
    }

    public static void main(String[] arguments) throws Exception {
        try (OldClient client = new OldClient(arguments[0], arguments[1])) {
            client.createTopic();
            for (String codec : CODECS) {
                client.produce(codec);
            }
            client.consumeInGroup();
            client.lookUpTimes();
            client.administerGroup();
            client.administerTopic();
            client.deleteEverything();
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private void createTopic() throws Exception {
        NewTopic wanted = new NewTopic(topic, 2, (short) 1).configs(Collections.singletonMap("retention.ms", "-1"));
        admin.createTopics(Collections.singleton(wanted)).all().get(30, TimeUnit.SECONDS);
        int partitions = admin.describeTopics(Collections.singleton(topic))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .size();
        expect("partitions", 2, partitions);
        expect(
                "listed",
                true,
                admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic));
    }

    private void produce(String codec) throws Exception {
        Map<String, Object> settings = settings();
        settings.put("compression.type", codec);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 50);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(topic, i % 2, 1_000L + i, "key-" + i, codec + "-" + i);
                record.headers().add("codec", codec.getBytes("UTF-8"));
                producer.send(record);
            }
        }
        System.out.println("produced " + codec);
    }

    private void consumeInGroup() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.subscribe(Collections.singleton(topic));
            List<ConsumerRecord<String, String>> got = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (got.size() < CODECS.size() * RECORDS && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(got::add);
            }
            expect("consumed", CODECS.size() * RECORDS, got.size());
            for (ConsumerRecord<String, String> record : got) {
                String codec = new String(record.headers().lastHeader("codec").value());
                expect("value", codec + "-" + record.key().substring("key-".length()), record.value());
                expect(
                        "timestamp",
                        1_000L + Long.parseLong(record.key().substring("key-".length())),
                        record.timestamp());
            }
            consumer.commitSync();
        }
    }

    private void lookUpTimes() {
        TopicPartition even = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<TopicPartition, OffsetAndTimestamp> found =
                    consumer.offsetsForTimes(Collections.singletonMap(even, 1_003L));
            expect("offset for time", 2L, found.get(even).offset());
            Collection<TopicPartition> partitions = Collections.singleton(even);
            expect("beginning", 0L, consumer.beginningOffsets(partitions).get(even));
            expect(
                    "end",
                    CODECS.size() * RECORDS / 2L,
                    consumer.endOffsets(partitions).get(even));
            consumer.assign(partitions);
            consumer.seek(even, 7);
            expect("position", 7L, consumer.position(even));
        }
    }

    private void administerGroup() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
        expect(
                "committed",
                CODECS.size() * RECORDS / 2L,
                committed.get(new TopicPartition(topic, 1)).offset());
        boolean listed = admin.listConsumerGroups().all().get(30, TimeUnit.SECONDS).stream()
                .anyMatch(group -> group.groupId().equals(topic));
        expect("group listed", true, listed);
        String state = admin.describeConsumerGroups(Collections.singleton(topic))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(topic)
                .state()
                .toString();
        expect("group state", "Empty", state);
    }

    private void administerTopic() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(Collections.singleton(resource))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(resource);
        expect("retention.ms", "-1", config.get("retention.ms").value());
        admin.createPartitions(Collections.singletonMap(topic, NewPartitions.increaseTo(3)))
                .all()
                .get(30, TimeUnit.SECONDS);
        TopicPartition even = new TopicPartition(topic, 0);
        long low = admin.deleteRecords(Collections.singletonMap(even, RecordsToDelete.beforeOffset(5)))
                .lowWatermarks()
                .get(even)
                .get(30, TimeUnit.SECONDS)
                .lowWatermark();
        expect("low watermark", 5L, low);
        int brokers = admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).size();
        expect("brokers", 1, brokers);
    }

    private void deleteEverything() throws Exception {
        admin.deleteConsumerGroups(Collections.singleton(topic)).all().get(30, TimeUnit.SECONDS);
        admin.deleteTopics(Collections.singleton(topic)).all().get(30, TimeUnit.SECONDS);
        expect(
                "listed",
                false,
                admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic));
    }

    private KafkaConsumer<String, String> consumer() {
        Map<String, Object> settings = settings();
        settings.put("group.id", topic);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    private static void expect(String what, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            throw new IllegalStateException(what + " is " + found + ", not " + wanted);
        }
        System.out.println(what + " " + found);
    }
}
