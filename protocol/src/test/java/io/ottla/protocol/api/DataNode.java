package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.protocol.metrics.RequestMetrics;
import io.ottla.protocol.net.KafkaPort;
import io.ottla.protocol.net.KafkaPortSettings;
import io.ottla.protocol.net.Listener;
import io.ottla.storage.Disk;
import io.ottla.storage.LogDirectory;
import io.ottla.storage.LogDirectoryOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A node whose Kafka port, partition actors and logs are real. It leads partitions 0 and 1 of "orders"; broker 2 leads
 * partition 2.
 */
final class DataNode implements AutoCloseable {
    static final String TOPIC = "orders";
    static final Uuid TOPIC_ID = TestBroker.ORDERS_ID;
    static final int LAST_BY_NAME = 12;

    final RequestMetrics metrics = new RequestMetrics();
    private final TestBroker cluster = TestBroker.start().withOrders(List.of(1), List.of(1), List.of(2, 1));
    private final AtomicLong producerIds = new AtomicLong(1000);
    private final LogDirectory directory;
    private final KafkaPort port;

    private final Executor diskReads;

    DataNode(Path folder) {
        this(folder, Runnable::run);
    }

    /** A node whose reads that may wait for the disk run here. */
    DataNode(Path folder, Executor diskReads) {
        this.diskReads = diskReads;
        directory = LogDirectory.open(Disk.real(), folder, LogDirectoryOptions.DEFAULT);
        for (int partition = 0; partition < 2; partition++) {
            TopicIdPartition id = new TopicIdPartition(TOPIC_ID, partition, TOPIC);
            cluster.partitions.add(TestReplica.leading(TestBroker.SYSTEM, directory, id));
        }
        Broker broker = broker();
        port = KafkaPort.start(
                KafkaPortSettings.defaults(List.of(new Listener("PLAINTEXT", "127.0.0.1", 0))),
                ApiHandlers.advertised(broker, DataHandlers.create(broker, metrics.traffic())),
                metrics);
    }

    WireClient connect() {
        return new WireClient(port.addresses().get(0));
    }

    /** Forbids one operation on one resource to everybody. */
    void deny(Operation operation, Resource resource) {
        cluster.denying(operation, resource);
    }

    void publish(MetadataEvent... events) {
        cluster.publish(events);
    }

    /** Writes so many records, each a batch of its own. */
    void write(int partition, int records) {
        try (WireClient client = connect()) {
            for (int i = 0; i < records; i++) {
                ProduceResponseData response = client.ask(LAST_BY_NAME, produce(TOPIC, partition, batch("value")));
                short error = response.responses()
                        .iterator()
                        .next()
                        .partitionResponses()
                        .get(0)
                        .errorCode();
                if (error != 0) {
                    throw new IllegalStateException("write failed with " + error);
                }
            }
        }
    }

    /** A request that appends records to one partition, with acks=all. */
    static ProduceRequestData produce(String topic, int partition, MemoryRecords records) {
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000);
        ProduceRequestData.TopicProduceData data = new ProduceRequestData.TopicProduceData().setName(topic);
        data.partitionData()
                .add(new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition)
                        .setRecords(records));
        request.topicData().add(data);
        return request;
    }

    /** One batch with a record of each value, written now. */
    static MemoryRecords batch(String... values) {
        return MemoryRecords.withRecords(
                Compression.NONE,
                IntStream.range(0, values.length)
                        .mapToObj(i -> new SimpleRecord(
                                System.currentTimeMillis(), values[i].getBytes(StandardCharsets.UTF_8)))
                        .toArray(SimpleRecord[]::new));
    }

    @Override
    public void close() {
        port.close();
        cluster.partitions.all().forEach(handle -> {
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            handle.tell(new io.ottla.actors.partition.Partition.Close(closed::complete));
            closed.join();
        });
        directory.close();
    }

    private Broker broker() {
        Broker broker = cluster.broker();
        return new Broker(
                broker.nodeId(),
                broker.clusterId(),
                broker.metadata(),
                broker.partitions(),
                broker.controller(),
                broker.groups(),
                broker.transactions(),
                () -> CompletableFuture.completedFuture(producerIds.getAndIncrement()),
                broker.authorizer(),
                broker.settings(),
                diskReads,
                broker.logDirs(),
                broker.quorum(),
                broker.clock());
    }
}
