package io.ottla.multinode.soak;

import io.ottla.multinode.harness.JavaClients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An idempotent producer that sends numbered records to one partition at a steady pace through all faults, and gives none up. */
final class Load {
    private static final int RECORDS_PER_TICK = 20;
    private static final int TICK_MS = 20;
    private static final int IN_FLIGHT_MAX = 500;

    private final Producer<String, String> producer;
    private final Source source;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private long next;

    /** What is sent, and told what was acknowledged. */
    interface Source {
        ProducerRecord<String, String> record(long number);

        void acknowledged(long number, long offset);
    }

    private Load(String bootstrap, Source source) {
        this.producer = JavaClients.producer(
                bootstrap, Map.of("acks", "all", "delivery.timeout.ms", 300_000, "reconnect.backoff.max.ms", 200));
        this.source = source;
    }

    /** Makes the topic, of one partition with three copies, and begins. */
    static Load start(String bootstrap, String topic, Map<String, String> configs, Source source) {
        try (Admin admin = JavaClients.admin(bootstrap)) {
            NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.of((short) 3)).configs(configs);
            JavaClients.get(admin.createTopics(List.of(wanted)).all());
        }
        Load load = new Load(bootstrap, source);
        load.ticks.scheduleWithFixedDelay(load::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
        return load;
    }

    private void tick() {
        try {
            for (int i = 0; i < RECORDS_PER_TICK; i++) {
                inFlight.acquire();
                send(next++);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    private void send(long number) {
        var unused = producer.send(source.record(number), (stored, failure) -> {
            inFlight.release();
            if (failure == null) {
                acknowledged(number, stored.offset());
            } else {
                failures.add(failure);
            }
        });
    }

    private void acknowledged(long number, long offset) {
        try {
            source.acknowledged(number, offset);
        } catch (IllegalStateException wrong) {
            failures.add(wrong);
        }
    }

    /** Sends no more, and waits until everything is answered. Returns how many were sent. */
    long finish() {
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new AssertionError("a writer does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a writer stops", e);
        }
        producer.close();
        if (!failures.isEmpty()) {
            throw new AssertionError("records were refused", failures.peek());
        }
        return next;
    }
}
