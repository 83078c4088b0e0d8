package io.ottla.protocol.fetch;

import io.ottla.actors.Broker;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.protocol.partition.Lookup;
import io.ottla.protocol.partition.Replicas;
import io.ottla.storage.LogView;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.protocol.Errors;

/**
 * Reads one partition for a consumer: everything from one published view of the log, so that checks, offsets and records fit
 * together (safety rule R4). Any thread.
 */
public final class PartitionReader {
    /** A segment can be deleted under a reader; a view read again after that shows a later log start. */
    private static final int ATTEMPTS = 3;

    private final Broker broker;
    private final Replicas replicas;
    private final NearReplicas near;

    /** A reader of the partitions of this node. */
    public PartitionReader(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
        this.near = new NearReplicas(broker);
    }

    /** Reads what there is now. */
    public PartitionRead read(Consumer consumer, FetchPosition position, ReadBudget budget) {
        MetadataImage image = broker.metadata().image();
        FetchKey key = position.key();
        Optional<String> name = key.byId() ? image.topics().name(key.topicId()) : Optional.of(key.topic());
        if (name.isEmpty()) {
            return LogReader.failed(key, "", Errors.UNKNOWN_TOPIC_ID);
        }
        if (!broker.authorizer().allows(consumer.caller(), Operation.READ, Resource.topic(name.get()))) {
            return LogReader.failed(key, name.get(), Errors.TOPIC_AUTHORIZATION_FAILED);
        }
        Optional<TopicImage> topic = image.topics().topic(name.get());
        if (topic.isEmpty()) {
            return LogReader.failed(key, name.get(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return read(topic.get(), consumer, position, budget);
    }

    private PartitionRead read(TopicImage topic, Consumer consumer, FetchPosition position, ReadBudget budget) {
        int partition = position.key().partition();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Lookup found = replicas.find(topic, partition, position.currentLeaderEpoch(), consumer.takesAnyReplica());
            if (found instanceof Lookup.Refused refused) {
                return LogReader.failed(position.key(), topic.name(), refused.error());
            }
            Lookup.Leader replica = (Lookup.Leader) found;
            LogView log = replica.view().log();
            OptionalInt nearer = replica.view().leads() ? near.find(topic, partition, consumer) : OptionalInt.empty();
            long limit = consumer.committedOnly() ? log.lastStableOffset() : log.highWatermark();
            Optional<PartitionRead> read = LogReader.read(
                    replica.handle(),
                    log,
                    position,
                    nearer.isPresent() ? log.logStartOffset() : limit,
                    consumer.committedOnly(),
                    budget);
            if (read.isPresent()) {
                nearer.ifPresent(read.get().data()::setPreferredReadReplica);
                return read.get();
            }
        }
        return LogReader.failed(position.key(), topic.name(), Errors.NOT_LEADER_OR_FOLLOWER);
    }
}
