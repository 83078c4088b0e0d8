package io.ottla.protocol.partition;

import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionRegistry;
import io.ottla.actors.partition.PartitionView;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** Finds the replicas that requests are about, and checks what the client believes of them (KIP-320). Any thread. */
public final class Replicas {
    /** A client that does not say which leader epoch it knows. */
    public static final int ANY_EPOCH = -1;

    private final PartitionRegistry registry;

    /** A finder of this node's replicas. */
    public Replicas(PartitionRegistry registry) {
        this.registry = registry;
    }

    /** This node's replica of a partition; empty when it has none, or one of an earlier topic of the same name. */
    public Optional<PartitionHandle> find(TopicImage topic, int partition) {
        return Optional.ofNullable(registry.find(new TopicPartition(topic.name(), partition)))
                .filter(handle -> handle.id().topicId().equals(topic.id()));
    }

    /**
     * The leader of a partition, if it is here.
     *
     * @param knownEpoch the leader epoch the client knows, or {@link #ANY_EPOCH}: an older one is FENCED_LEADER_EPOCH, a
     *     newer one UNKNOWN_LEADER_EPOCH
     */
    public Lookup leader(TopicImage topic, int partition, int knownEpoch) {
        return find(topic, partition, knownEpoch, false);
    }

    /**
     * The replica of a partition that is here, if it may serve.
     *
     * @param knownEpoch as for {@link #leader}
     * @param followerToo whether a follower will do (KIP-392)
     */
    public Lookup find(TopicImage topic, int partition, int knownEpoch, boolean followerToo) {
        if (topic.partition(partition).isEmpty()) {
            return new Lookup.Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        Optional<PartitionHandle> handle = find(topic, partition);
        PartitionView view = handle.map(PartitionHandle::view).orElse(null);
        if (handle.isEmpty() || view == null) {
            return new Lookup.Refused(Errors.NOT_LEADER_OR_FOLLOWER);
        }
        Errors refusal = refusal(view, knownEpoch);
        if (followerToo && view.leaderEpoch() >= 0 && refusal == Errors.NOT_LEADER_OR_FOLLOWER) {
            return new Lookup.Leader(handle.get(), view);
        }
        return refusal == Errors.NONE ? new Lookup.Leader(handle.get(), view) : new Lookup.Refused(refusal);
    }

    /** Why this replica does not answer as leader, to somebody who knows this leader epoch; NONE if it does. */
    public static Errors refusal(PartitionView view, int knownEpoch) {
        if (view.role() == PartitionView.Role.OFFLINE) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
        if (knownEpoch != ANY_EPOCH && knownEpoch < view.leaderEpoch()) {
            return Errors.FENCED_LEADER_EPOCH;
        }
        if (knownEpoch > view.leaderEpoch()) {
            return Errors.UNKNOWN_LEADER_EPOCH;
        }
        return view.leads() ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
    }
}
