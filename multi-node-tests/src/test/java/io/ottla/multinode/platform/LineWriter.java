package io.ottla.multinode.platform;

import io.ottla.multinode.harness.JavaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes lines of words on a thread of its own, as fast as somebody counts them, and knows how often it wrote each word. It gives no
 * line up through faults of brokers; one that is refused for good is a failure.
 */
final class LineWriter {
    private static final int WORDS_PER_LINE = 5;
    private static final int VOCABULARY = 40;
    private static final Map<String, Object> SETTINGS =
            Map.of("linger.ms", 5, "request.timeout.ms", 5_000, "delivery.timeout.ms", 300_000);

    private final String topic;
    private final Producer<String, String> producer;
    private final Semaphore room;
    private final Random random;
    private final Map<String, Integer> written = new TreeMap<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "line-writer");
    private volatile boolean stopping;

    private LineWriter(String bootstrap, String topic, Semaphore room, long seed) {
        this.topic = topic;
        this.producer = JavaClients.producer(bootstrap, SETTINGS);
        this.room = room;
        this.random = new Random(seed);
    }

    /** Starts it. It takes a permit for every word. */
    static LineWriter start(String bootstrap, String topic, Semaphore room, long seed) {
        LineWriter writer = new LineWriter(bootstrap, topic, room, seed);
        writer.thread.start();
        return writer;
    }

    /** Stops it, waits until all lines are stored, and returns how often each word is in them. */
    Map<String, Integer> finish() {
        stopping = true;
        // It may be waiting for room that nobody makes any more.
        room.release(WORDS_PER_LINE);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the writer finishes", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("lines were refused: " + failures);
        }
        return written;
    }

    private void run() {
        try (producer) {
            while (!stopping) {
                room.acquire(WORDS_PER_LINE);
                List<String> words = new ArrayList<>();
                for (int i = 0; i < WORDS_PER_LINE; i++) {
                    words.add("word-" + random.nextInt(VOCABULARY));
                }
                words.forEach(word -> written.merge(word, 1, Integer::sum));
                var unused = producer.send(new ProducerRecord<>(topic, String.join(" ", words)), (stored, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}
