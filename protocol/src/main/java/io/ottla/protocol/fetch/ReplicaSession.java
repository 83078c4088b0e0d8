package io.ottla.protocol.fetch;

import io.ottla.actors.partition.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The fetch session of a follower (KIP-227): the partitions that one node replicates from this one. A fetch costs what has changed, not
 * what there is: each partition reports itself when it shows something new.
 *
 * <p>A follower that was sent records of a partition gets no more of it until it names the partition again, with the offset it has now.
 * That bounds what is unacknowledged (safety rule R8), and lets it fetch on while one of its disks is slow: the next request may come
 * before the answer to the one that is parked, and ends it.
 *
 * <p>Lives on the event loop of the connection that opened it; partitions report from their own threads.
 */
public final class ReplicaSession {
    private final int id;
    private final long number;
    private final Map<FetchKey, ReplicaPlace> places = new HashMap<>();
    private final Queue<ReplicaPlace> changed = new ConcurrentLinkedQueue<>();
    private final List<ReplicaPlace> deferred = new ArrayList<>();
    private Follower follower;
    private int epoch;
    private volatile @Nullable Runnable wake;

    /**
     * An empty session.
     *
     * @param id what the follower names it by
     * @param epoch the number of its first request
     * @param number rises with every session that the process opens
     */
    public ReplicaSession(int id, int epoch, long number, Follower follower) {
        this.id = id;
        this.epoch = epoch;
        this.number = number;
        this.follower = follower;
    }

    /** What the follower names it by. */
    public int id() {
        return id;
    }

    /** Rises with every session that this node opens. */
    long number() {
        return number;
    }

    Follower follower() {
        return follower;
    }

    /** How many partitions are in it. */
    public int size() {
        return places.size();
    }

    /** Takes a request in: NONE, and every partition that it names is looked at; or why it does not fit. */
    public Errors advance(Follower from, FetchRequestData request, short version, ReplicaReader reader) {
        if (request.sessionEpoch() != epoch) {
            return Errors.INVALID_FETCH_SESSION_EPOCH;
        }
        epoch = FetchMetadata.nextEpoch(epoch);
        follower = from;
        for (FetchRequestData.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                forget(FetchKey.of(version, topic.topicId(), topic.topic(), partition));
            }
        }
        for (FetchRequestData.FetchTopic topic : request.topics()) {
            for (FetchRequestData.FetchPartition partition : topic.partitions()) {
                FetchKey key = FetchKey.of(version, topic.topicId(), topic.topic(), partition.partition());
                FetchPosition position = FetchPosition.of(key, partition);
                ReplicaPlace place = places.computeIfAbsent(key, unused -> new ReplicaPlace(this, position));
                place.moveTo(position, partition.logStartOffset());
                reader.moved(place, this);
                place.changed();
            }
        }
        return Errors.NONE;
    }

    private void forget(FetchKey key) {
        ReplicaPlace gone = places.remove(key);
        if (gone != null) {
            leave(gone);
        }
    }

    /** Nobody fetches this partition here any more; its leader must not count on the follower. A session of one fetch promised nothing. */
    private void leave(ReplicaPlace place) {
        if (id != FetchMetadata.INVALID_SESSION_ID) {
            place.handle().ifPresent(leader -> leader.tell(new Partition.FollowerLeft(follower.replica(), number)));
        }
        place.listenTo(null);
    }

    /** Calls back, on any thread, whenever a partition reports itself; never for null. */
    public void onChange(@Nullable Runnable callback) {
        wake = callback;
    }

    void enqueue(ReplicaPlace place) {
        changed.add(place);
        Runnable waiting = wake;
        if (waiting != null) {
            waiting.run();
        }
    }

    /**
     * Reads what has changed, as far as the budget goes. The rest stays for the next time.
     *
     * @return what the follower does not know yet; owns slices of logs
     */
    public List<PartitionRead> read(ReplicaReader reader, ReadBudget budget) {
        List<PartitionRead> news = new ArrayList<>();
        for (int left = changed.size(); left > 0; left--) {
            ReplicaPlace place = changed.poll();
            if (place == null) {
                break;
            }
            place.dequeued();
            if (places.get(place.position().key()) != place || place.owesPosition()) {
                continue;
            }
            if (budget.isSpent()) {
                place.changed();
                continue;
            }
            Optional<PartitionRead> found = reader.read(place, this, budget);
            if (found.isEmpty()) {
                continue;
            }
            PartitionRead read = found.get();
            if (read.bytes() > 0 || read.isUrgent() || !place.knows(read.data())) {
                news.add(read);
            }
        }
        return news;
    }

    /** Leaves a partition for a later fetch: it is held back. */
    void defer(ReplicaPlace place) {
        deferred.add(place);
    }

    /** Whether partitions are held back. */
    public boolean hasDeferred() {
        return !deferred.isEmpty();
    }

    /** Has another look at those that were held back. */
    public void resume() {
        deferred.forEach(ReplicaPlace::changed);
        deferred.clear();
    }

    /** What of a read the follower is told now. */
    public void tell(List<PartitionRead> news) {
        news.forEach(read -> place(read).ifPresent(place -> place.tell(read)));
    }

    private Optional<ReplicaPlace> place(PartitionRead read) {
        return Optional.ofNullable(places.get(read.key()));
    }

    /** Ends it: no partition reports itself any more. */
    public void close() {
        wake = null;
        places.values().forEach(this::leave);
        places.clear();
        changed.clear();
        deferred.clear();
    }
}
