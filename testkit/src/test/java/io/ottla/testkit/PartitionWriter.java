package io.ottla.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes to every partition in turn, and remembers what was acknowledged. */
final class PartitionWriter extends Thread {
    final Map<Integer, List<String>> acknowledged = new HashMap<>();
    final List<Exception> failures = new ArrayList<>();
    private final OttlaCluster cluster;
    private final String topic;
    private final int partitions;
    private final AtomicBoolean done;
    private final AtomicInteger count = new AtomicInteger();

    PartitionWriter(OttlaCluster cluster, String topic, int partitions, AtomicBoolean done) {
        super("writer");
        this.cluster = cluster;
        this.topic = topic;
        this.partitions = partitions;
        this.done = done;
        IntStream.range(0, partitions).forEach(partition -> acknowledged.put(partition, new ArrayList<>()));
    }

    int count() {
        return count.get();
    }

    @Override
    public void run() {
        try (KafkaProducer<String, String> producer = TwoLogDirs.producer(cluster)) {
            for (int round = 0; !done.get(); round++) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (int partition = 0; partition < partitions; partition++) {
                    sent.add(producer.send(new ProducerRecord<>(topic, partition, null, "" + round)));
                }
                producer.flush();
                for (int partition = 0; partition < partitions; partition++) {
                    sent.get(partition).get();
                    acknowledged.get(partition).add("" + round);
                    count.incrementAndGet();
                }
            }
        } catch (InterruptedException | ExecutionException | RuntimeException failure) {
            failures.add(failure);
        }
    }
}
