package io.ottla.multinode.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of the newest Java library, in the tests' own JVM, with keys and values that are text. */
public final class JavaClients {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Map<String, Object> COMMITTED = Map.of("isolation.level", "read_committed");

    private JavaClients() {}

    /** An administrator. */
    public static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 30_000));
    }

    /** A producer; by default idempotent, with acks=all. */
    public static Producer<String, String> producer(String bootstrap, Map<String, ?> settings) {
        return new KafkaProducer<>(all(bootstrap, settings), new StringSerializer(), new StringSerializer());
    }

    /** A consumer that begins at the beginning and commits only when told to. */
    public static Consumer<String, String> consumer(String bootstrap, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", false);
        all.putAll(settings);
        return new KafkaConsumer<>(all(bootstrap, all), new StringDeserializer(), new StringDeserializer());
    }

    /** Makes a topic with one copy and waits for it. */
    public static void createTopic(String bootstrap, String topic, int partitions, Map<String, String> configs) {
        createTopic(bootstrap, new NewTopic(topic, partitions, (short) 1).configs(configs));
    }

    /** Makes a topic and waits for it. */
    public static void createTopic(String bootstrap, NewTopic wanted) {
        try (Admin admin = admin(bootstrap)) {
            get(admin.createTopics(List.of(wanted)).all());
        }
    }

    /** Sends so many records to a partition and waits until they are stored: key-0 with value-0, and so on. */
    public static void produce(String bootstrap, String topic, int partition, int count) {
        try (Producer<String, String> producer = producer(bootstrap, Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, "key-" + i, "value-" + i)));
            }
            sent.forEach(JavaClients::get);
        }
    }

    /** Every committed record of a topic from its beginning to its present end, partition by partition. */
    public static List<ConsumerRecord<String, String>> readAll(String bootstrap, String topic) {
        try (Consumer<String, String> consumer = consumer(bootstrap, COMMITTED)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(all::add);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("read only " + all.size() + " records of " + topic + ", ends are " + ends);
                }
            }
            return all;
        }
    }

    /** Where each partition of a topic ends now, with what transactions have not committed. */
    public static Map<TopicPartition, Long> ends(String bootstrap, String topic) {
        try (Consumer<String, String> consumer = consumer(bootstrap, Map.of())) {
            return consumer.endOffsets(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
        }
    }

    /** What a client promised, once it is there; its failure is thrown as it was given. */
    public static <T> T get(Future<T> promise) {
        try {
            return promise.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within a minute", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Settings and one more. */
    public static Map<String, Object> plus(Map<String, ?> settings, String name, Object value) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static List<TopicPartition> partitions(Consumer<String, String> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static Map<String, Object> all(String bootstrap, Map<String, ?> settings) {
        return plus(settings, "bootstrap.servers", bootstrap);
    }
}
