package io.ottla.protocol.fetch;

import io.ottla.actors.Broker;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import io.ottla.actors.partition.state.FollowerFetch;
import io.ottla.protocol.partition.Replicas;
import io.ottla.protocol.partition.ReplicationThrottle;
import io.ottla.storage.LogView;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Reads partitions for followers, to the end of the log, and tells their leaders how far the followers are. Any thread. */
public final class ReplicaReader {
    /** A segment can be deleted under a reader; a view read again after that shows a later log start. */
    private static final int ATTEMPTS = 3;

    private final Broker broker;
    private final Replicas replicas;
    private final ReplicationThrottle throttle;

    /** A reader of the partitions that this node leads. */
    public ReplicaReader(Broker broker) {
        this.broker = broker;
        this.replicas = new Replicas(broker.partitions());
        this.throttle = new ReplicationThrottle(
                ReplicationThrottle.Side.LEADER, broker.nodeId(), broker.metadata(), broker.settings(), broker.clock());
    }

    /** A follower has named a partition: finds the replica here, and has it told of the follower's progress. */
    void moved(ReplicaPlace place, ReplicaSession session) {
        FetchKey key = place.position().key();
        MetadataImage image = broker.metadata().image();
        Optional<TopicImage> topic = key.byId()
                ? image.topics().topic(key.topicId())
                : image.topics().topic(key.topic());
        Optional<PartitionHandle> handle = topic.filter(known -> isAssigned(known, key.partition(), session.follower()))
                .flatMap(known -> replicas.find(known, key.partition()));
        place.listenTo(handle.orElse(null));
        PartitionView view = handle.map(PartitionHandle::view).orElse(null);
        if (view != null && Replicas.refusal(view, place.position().currentLeaderEpoch()) == Errors.NONE) {
            report(place, session, view);
        }
    }

    private static void report(ReplicaPlace place, ReplicaSession session, PartitionView view) {
        FetchPosition position = place.position();
        LogView log = view.log();
        place.reported();
        if (LogReader.agrees(position, log)) {
            FollowerFetch fetch = new FollowerFetch(
                    session.follower().replica(),
                    session.follower().brokerEpoch(),
                    session.number(),
                    position.offset(),
                    place.logStartOffset(),
                    log.logEndOffset());
            place.handle().ifPresent(leader -> leader.tell(new Partition.FollowerFetched(view.leaderEpoch(), fetch)));
        }
    }

    private static boolean isAssigned(TopicImage topic, int partition, Follower follower) {
        return topic.partition(partition)
                .filter(known -> known.replicas().contains(follower.replica()))
                .isPresent();
    }

    /**
     * Reads what there is now; what is wrong is told in the answer. Empty while the follower knows of a newer leader epoch than the replica
     * here: as soon as that hears of it too, it reports itself.
     */
    Optional<PartitionRead> read(ReplicaPlace place, ReplicaSession session, ReadBudget budget) {
        FetchPosition position = place.position();
        PartitionHandle handle = place.handle().orElse(null);
        if (handle == null) {
            return Optional.of(LogReader.failed(position.key(), "", refusal(position.key())));
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PartitionView view = handle.view();
            Errors refusal = view == null
                    ? Errors.NOT_LEADER_OR_FOLLOWER
                    : Replicas.refusal(view, position.currentLeaderEpoch());
            if (view != null && refusal == Errors.UNKNOWN_LEADER_EPOCH) {
                if (view.leads()) {
                    // The follower was told of a newer leader: whoever leads here must not go on (safety rule M7).
                    handle.tell(new Partition.StopLeading(position.currentLeaderEpoch() - 1));
                }
                return Optional.empty();
            }
            if (view == null || refusal != Errors.NONE) {
                return Optional.of(LogReader.failed(position.key(), handle.id().topic(), refusal));
            }
            if (place.isUnreported()) {
                report(place, session, view);
            }
            boolean counts = throttle.appliesTo(
                    handle.id().topic(),
                    handle.id().partition(),
                    session.follower().replica());
            if (counts && throttle.waitMs() > 0) {
                session.defer(place);
                return Optional.empty();
            }
            Optional<PartitionRead> read = read(handle, view.log(), position, budget);
            if (read.isPresent()) {
                if (counts) {
                    throttle.moved(read.get().bytes());
                }
                return read;
            }
        }
        return Optional.of(LogReader.failed(position.key(), handle.id().topic(), Errors.NOT_LEADER_OR_FOLLOWER));
    }

    /** How long partitions wait that are held back, in milliseconds. */
    public long throttleMs() {
        return throttle.waitMs();
    }

    /** Empty when a segment went while it was read; the view that shows so is there already. */
    private static Optional<PartitionRead> read(
            PartitionHandle handle, LogView log, FetchPosition position, ReadBudget budget) {
        Optional<PartitionRead> read = LogReader.read(handle, log, position, log.logEndOffset(), false, budget);
        // A follower outside of the log has to know where it is.
        read.filter(found -> found.data().errorCode() == Errors.OFFSET_OUT_OF_RANGE.code())
                .ifPresent(found ->
                        found.data().setLogStartOffset(log.logStartOffset()).setHighWatermark(log.highWatermark()));
        return read;
    }

    private Errors refusal(FetchKey key) {
        MetadataImage image = broker.metadata().image();
        if (key.byId() && image.topics().topic(key.topicId()).isEmpty()) {
            return Errors.UNKNOWN_TOPIC_ID;
        }
        return Errors.NOT_LEADER_OR_FOLLOWER;
    }
}
