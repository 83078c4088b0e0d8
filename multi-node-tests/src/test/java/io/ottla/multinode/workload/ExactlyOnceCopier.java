package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a group, on a thread of its own, that copies one topic to another in transactions, partition by partition, with the
 * offsets of what it has copied. When anything fails it begins again with new clients under the same transactional id, as a process does that was started again.
 */
public final class ExactlyOnceCopier implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int RECORDS_IN_A_TRANSACTION = 10;

    private final String bootstrap;
    private final String from;
    private final String to;
    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> producerSettings;
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopping;

    private ExactlyOnceCopier(
            String bootstrap, String from, String to, String group, String groupProtocol, String transactionalId) {
        this.bootstrap = bootstrap;
        this.from = from;
        this.to = to;
        this.consumerSettings = consumerSettings(group, groupProtocol);
        this.producerSettings = Map.of(
                "transactional.id", transactionalId,
                "transaction.timeout.ms", 10_000,
                "max.block.ms", 10_000,
                "delivery.timeout.ms", 10_000,
                "request.timeout.ms", 5_000,
                "reconnect.backoff.max.ms", 200);
        this.thread = new Thread(this::run, "copier-" + transactionalId);
    }

    /** Members of the classic protocol say themselves how often they hear of a rebalance. */
    private static Map<String, Object> consumerSettings(String group, String groupProtocol) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "group.id",
                group,
                "group.protocol",
                groupProtocol,
                "isolation.level",
                "read_committed",
                "max.poll.records",
                RECORDS_IN_A_TRANSACTION,
                "default.api.timeout.ms",
                10_000,
                "reconnect.backoff.max.ms",
                200));
        if (groupProtocol.equals("classic")) {
            settings.putAll(Map.of("heartbeat.interval.ms", 500, "session.timeout.ms", 10_000));
        }
        return settings;
    }

    /** Starts one. */
    public static ExactlyOnceCopier start(
            String bootstrap, String from, String to, String group, String groupProtocol, String transactionalId) {
        ExactlyOnceCopier copier = new ExactlyOnceCopier(bootstrap, from, to, group, groupProtocol, transactionalId);
        copier.thread.start();
        return copier;
    }

    /** How often it had to begin again. */
    public int restarts() {
        return restarts.get();
    }

    /** Ends it, in the middle of whatever it does. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a copier stops", e);
        }
    }

    private void run() {
        while (!stopping) {
            try (Consumer<String, String> consumer = JavaClients.consumer(bootstrap, consumerSettings);
                    Producer<String, String> producer = JavaClients.producer(bootstrap, producerSettings)) {
                producer.initTransactions();
                consumer.subscribe(List.of(from));
                while (!stopping) {
                    copy(consumer, producer);
                }
            } catch (KafkaException beginsAgain) {
                // What was open is aborted when the next producer starts under the same id.
                restarts.incrementAndGet();
            }
        }
    }

    private void copy(Consumer<String, String> consumer, Producer<String, String> producer) {
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            // What fails is told by the commit.
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(to, record.partition(), record.key(), record.value()));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }
}
