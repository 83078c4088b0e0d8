package io.ottla.multinode.workload;

import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.history.Event;
import io.ottla.multinode.history.HistoryRecorder;
import io.ottla.multinode.history.Message;
import io.ottla.multinode.history.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A transactional producer on a thread of its own: each transaction is one message to every partition, and every fifth is
 * aborted. Where it is not told how a transaction ended, it begins again under the same transactional id, which settles that one,
 * and leaves open in the history how. It is told soon: one that stays with a node that is cut off for as long as producers usually
 * do would hold up every test.
 */
public final class TransactionalWriter {
    private static final int MESSAGE_BYTES = 200;
    private static final int EVERY_NTH_IS_ABORTED = 5;
    private static final long PAUSE_MS = 20;
    private static final Map<String, Object> SETTINGS = Map.of(
            "linger.ms", 0,
            "request.timeout.ms", 3_000,
            "delivery.timeout.ms", 6_000,
            "max.block.ms", 6_000,
            "reconnect.backoff.max.ms", 200);

    private final String bootstrap;
    private final String name;
    private final List<TopicPartition> partitions;
    private final HistoryRecorder history;
    private final AtomicLong committed = new AtomicLong();
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private TransactionalWriter(
            String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        this.bootstrap = bootstrap;
        this.name = name;
        this.partitions = partitions;
        this.history = history;
        this.thread = new Thread(this::run, "writer-" + name);
    }

    /** Starts it. */
    public static TransactionalWriter start(
            String bootstrap, String name, List<TopicPartition> partitions, HistoryRecorder history) {
        TransactionalWriter writer = new TransactionalWriter(bootstrap, name, partitions, history);
        writer.thread.start();
        return writer;
    }

    /** How many transactions it was told are committed. */
    public long committed() {
        return committed.get();
    }

    /** Ends it; no transaction of its is open then. Returns what went wrong, if anything. */
    public Optional<RuntimeException> stop() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a writer stops", e);
        }
        return failure;
    }

    /** What made it give up, if anything. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    /** Ends it without waiting. */
    void abandon() {
        stopping.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            long number = 0;
            while (stopping.getCount() > 0) {
                number = transactUntilOneIsUnclear(number);
            }
            // Whatever the last producer left open is over when its successor has begun.
            begin().close();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = Optional.of(new IllegalStateException(e));
        }
    }

    private long transactUntilOneIsUnclear(long first) throws InterruptedException {
        long number = first;
        Producer<String, String> producer = begin();
        try {
            do {
                transact(producer, number++);
            } while (!stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS));
        } catch (KafkaException unclear) {
            // Told by the successor's beginning.
        } finally {
            producer.close(Duration.ZERO);
        }
        return number;
    }

    private Producer<String, String> begin() {
        while (true) {
            Producer<String, String> producer =
                    JavaClients.producer(bootstrap, JavaClients.plus(SETTINGS, "transactional.id", name));
            try {
                producer.initTransactions();
                return producer;
            } catch (TimeoutException nobodyAnswers) {
                producer.close(Duration.ZERO);
            }
        }
    }

    private void transact(Producer<String, String> producer, long number) {
        Message message = new Message(name, number);
        Transaction transaction = new Transaction(name, number);
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            history.note(new Event.Sent(partition, message));
            history.note(new Event.SentIn(partition, message, transaction));
            sent.add(producer.send(new ProducerRecord<>(
                    partition.topic(), partition.partition(), message.writer(), message.text(MESSAGE_BYTES))));
        }
        if (number % EVERY_NTH_IS_ABORTED == EVERY_NTH_IS_ABORTED - 1) {
            producer.flush();
            producer.abortTransaction();
            partitions.forEach(partition -> history.note(new Event.Ended(partition, message, false)));
            return;
        }
        partitions.forEach(partition -> history.note(new Event.Committing(partition, message)));
        producer.commitTransaction();
        for (int i = 0; i < sent.size(); i++) {
            long offset = JavaClients.get(sent.get(i)).offset();
            history.note(new Event.Acknowledged(partitions.get(i), message, offset));
            history.note(new Event.Ended(partitions.get(i), message, true));
        }
        committed.incrementAndGet();
    }
}
