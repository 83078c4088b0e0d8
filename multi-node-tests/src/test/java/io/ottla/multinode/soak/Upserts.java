package io.ottla.multinode.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Values and deletions of a thousand keys in a compacted topic: in the end every key has what was written to it last, and most of the rest is gone. */
final class Upserts implements Load.Source {
    private static final int KEYS = 1_000;
    private static final int EVERY_NTH_IS_A_DELETION = 7;
    private static final Map<String, String> CONFIGS = Map.of(
            "cleanup.policy", "compact",
            "min.insync.replicas", "2",
            "internal.segment.bytes", "262144",
            "min.cleanable.dirty.ratio", "0.2",
            "delete.retention.ms", "5000");

    private final String bootstrap;
    private final String topic;
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private Load load;

    private Upserts(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    static Upserts start(String bootstrap, String topic) {
        Upserts upserts = new Upserts(bootstrap, topic);
        upserts.load = Load.start(bootstrap, topic, CONFIGS, upserts);
        return upserts;
    }

    @Override
    public ProducerRecord<String, String> record(long number) {
        return new ProducerRecord<>(topic, 0, key(number), isDeletion(number) ? null : value(number));
    }

    @Override
    public void acknowledged(long number, long offset) {
        newest.merge(key(number), number, Math::max);
    }

    /** Ends the writing and holds the log against what was acknowledged. */
    void finish() {
        sent.set(load.finish());
        Map<String, String> found = new HashMap<>();
        List<ConsumerRecord<String, String>> records = JavaClients.readAll(bootstrap, topic);
        records.forEach(record -> {
            if (record.value() == null) {
                found.remove(record.key());
            } else {
                found.put(record.key(), record.value());
            }
        });
        Map<String, String> expected = new HashMap<>();
        newest.forEach((key, number) -> {
            if (!isDeletion(number)) {
                expected.put(key, value(number));
            }
        });
        left.set(records.size());
        assertThat(found).isEqualTo(expected);
        if (sent.get() > 20L * KEYS) {
            assertThat(left.get()).as("records that compaction has left").isLessThan(sent.get() * 3 / 4);
        }
    }

    private static String key(long number) {
        // A prime step, so that what happens to a key is no matter of its number.
        return "key-" + number * 7_919 % KEYS;
    }

    private static boolean isDeletion(long number) {
        return number % EVERY_NTH_IS_A_DELETION == 0;
    }

    private static String value(long number) {
        return number + "-" + "v".repeat(200);
    }

    @Override
    public String toString() {
        return "compacted: " + sent + " records written, " + left + " left of " + KEYS + " keys";
    }
}
