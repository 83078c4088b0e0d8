package io.ottla.multinode.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.multinode.harness.JavaClients;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A topic that keeps its last two MiB: its oldest records go, and those that are left are all there and in order. */
final class Expiring implements Load.Source {
    private static final long KEPT_BYTES = 2 << 20;
    private static final int SEGMENT_BYTES = 256 << 10;
    private static final int VALUE_BYTES = 400;
    private static final Map<String, String> CONFIGS = Map.of(
            "cleanup.policy",
            "delete",
            "min.insync.replicas",
            "2",
            "internal.segment.bytes",
            String.valueOf(SEGMENT_BYTES),
            "retention.bytes",
            String.valueOf(KEPT_BYTES));

    private final String bootstrap;
    private final String topic;
    private final AtomicLong start = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private Load load;

    private Expiring(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    static Expiring start(String bootstrap, String topic) {
        Expiring expiring = new Expiring(bootstrap, topic);
        expiring.load = Load.start(bootstrap, topic, CONFIGS, expiring);
        return expiring;
    }

    @Override
    public ProducerRecord<String, String> record(long number) {
        return new ProducerRecord<>(topic, 0, null, number + "-" + "v".repeat(VALUE_BYTES));
    }

    @Override
    public void acknowledged(long number, long offset) {
        if (number != offset) {
            throw new IllegalStateException("record " + number + " is at offset " + offset);
        }
    }

    /** Ends the writing and looks at what is left. */
    void finish() {
        sent.set(load.finish());
        List<ConsumerRecord<String, String>> records = JavaClients.readAll(bootstrap, topic);
        start.set(records.get(0).offset());
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<String, String> record = records.get(i);
            assertThat(record.offset()).isEqualTo(start.get() + i);
            assertThat(record.value()).startsWith(record.offset() + "-");
        }
        assertThat(records.get(records.size() - 1).offset()).isEqualTo(sent.get() - 1);
        if (sent.get() * VALUE_BYTES > 2 * KEPT_BYTES) {
            assertThat(start.get()).as("where the log begins").isPositive();
        }
    }

    @Override
    public String toString() {
        return "expiring: " + sent + " records written, the log begins at " + start;
    }
}
