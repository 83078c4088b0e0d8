package io.ottla.protocol.link;

import io.ottla.actors.partition.FetchFrom;
import io.ottla.actors.partition.Partition;
import io.ottla.protocol.fetch.Follower;
import io.ottla.protocol.link.FollowedPartition.State;
import io.ottla.protocol.link.FollowedPartition.Wish;
import io.ottla.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one leader's node, and who gets what of its answers. Knows no socket and no clock; of the stream's thread, and
 * outlives its connections.
 */
final class FetchPlan {
    /** The leader may be a moment behind the follower in hearing of its election. */
    private static final long FIRST_PAUSE_MS = 20;

    private final Map<Name, FollowedPartition> places = new HashMap<>();
    private final Map<Name, FollowedPartition> changed = new LinkedHashMap<>();
    private final Map<Name, FollowedPartition> paused = new LinkedHashMap<>();
    private final List<Name> forgotten = new ArrayList<>();
    private final Brake brake;
    private int sessionId;
    private int sessionEpoch;
    private int appending;

    FetchPlan(Brake brake) {
        this.brake = brake;
    }

    /** A partition as requests name it. */
    private record Name(Uuid topicId, int partition) {
        static Name of(FollowedPartition place) {
            return new Name(place.id().topicId(), place.id().partition());
        }
    }

    /** A new connection: the leader knows nothing. */
    void startSession() {
        sessionId = FetchMetadata.INVALID_SESSION_ID;
        sessionEpoch = FetchMetadata.INITIAL_EPOCH;
        forgotten.clear();
        paused.clear();
        places.forEach((name, place) -> {
            place.askAgain();
            if (place.state() == State.CHANGED) {
                changed.put(name, place);
            }
        });
    }

    /** Whether the leader remembers what it was told on this connection. */
    boolean isInSession() {
        return sessionId != FetchMetadata.INVALID_SESSION_ID;
    }

    /** The number of the next request. */
    int sessionEpoch() {
        return sessionEpoch;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Whether the leader must hear of something. */
    boolean hasNews() {
        return !changed.isEmpty() || !forgotten.isEmpty();
    }

    /** Whether followers are appending, and will say in a moment where to go on. */
    boolean isAppending() {
        return appending > 0;
    }

    /** A follower wants something. */
    void take(FollowedPartition place, Wish wish, long nowMs, long longestPauseMs) {
        Name name = Name.of(place);
        if (wish.kind() == FollowedPartition.Kind.CLOSE) {
            doneAppending(place);
            place.closed();
            if (places.remove(name, place)) {
                changed.remove(name);
                paused.remove(name);
                forgotten.add(name);
            }
            return;
        }
        FollowedPartition before = places.put(name, place);
        if (before != null && before != place) {
            doneAppending(before);
            before.closed();
        }
        doneAppending(place);
        paused.remove(name);
        changed.remove(name);
        FetchFrom from = wish.from();
        if (from == null) {
            place.forcing();
            return;
        }
        place.changedTo(from);
        long waitMs = brake.waitMs(place);
        if (wish.kind() == FollowedPartition.Kind.FETCH_LATER) {
            pause(name, place, nowMs, longestPauseMs);
        } else if (waitMs > 0) {
            place.holdUntil(nowMs + waitMs);
            paused.put(name, place);
        } else {
            changed.put(name, place);
        }
    }

    private void doneAppending(FollowedPartition place) {
        if (place.state() == State.APPENDING) {
            appending--;
        }
    }

    private void pause(Name name, FollowedPartition place, long nowMs, long longestPauseMs) {
        place.pause(nowMs, FIRST_PAUSE_MS, longestPauseMs);
        paused.put(name, place);
    }

    /** When the first pause ends; -1 when there is none. */
    long nextRetryMs() {
        return paused.values().stream()
                .mapToLong(FollowedPartition::retryAtMs)
                .min()
                .orElse(-1);
    }

    /** Takes those up again whose pause is over. */
    void retry(long nowMs) {
        paused.entrySet().removeIf(each -> {
            boolean over = each.getValue().retryAtMs() <= nowMs;
            if (over) {
                each.getValue().changedTo(each.getValue().from());
                changed.put(each.getKey(), each.getValue());
            }
            return over;
        });
    }

    /** The next request: what has changed since the one before. */
    FetchRequestData nextRequest(Follower self, LinkLimits limits) {
        FetchRequestData request = new FetchRequestData()
                .setReplicaState(new FetchRequestData.ReplicaState()
                        .setReplicaId(self.replica())
                        .setReplicaEpoch(self.brokerEpoch()))
                .setMaxWaitMs(limits.maxWaitMs())
                .setMinBytes(limits.minBytes())
                .setMaxBytes(limits.maxBytes())
                .setSessionId(sessionId)
                .setSessionEpoch(sessionEpoch);
        addForgotten(request);
        Map<Uuid, FetchRequestData.FetchTopic> topics = new HashMap<>();
        changed.forEach((name, place) -> {
            topics.computeIfAbsent(name.topicId(), id -> addTopic(request, id))
                    .partitions()
                    .add(named(place, limits));
            place.asked(sessionEpoch);
        });
        changed.clear();
        sessionEpoch = FetchMetadata.nextEpoch(sessionEpoch);
        return request;
    }

    private void addForgotten(FetchRequestData request) {
        for (Name name : forgotten) {
            if (!places.containsKey(name)) {
                request.forgottenTopicsData()
                        .add(new FetchRequestData.ForgottenTopic()
                                .setTopicId(name.topicId())
                                .setPartitions(List.of(name.partition())));
            }
        }
        forgotten.clear();
    }

    private static FetchRequestData.FetchTopic addTopic(FetchRequestData request, Uuid id) {
        FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic().setTopicId(id);
        request.topics().add(topic);
        return topic;
    }

    private static FetchRequestData.FetchPartition named(FollowedPartition place, LinkLimits limits) {
        FetchFrom from = place.from();
        return new FetchRequestData.FetchPartition()
                .setPartition(place.id().partition())
                .setCurrentLeaderEpoch(place.leaderEpoch())
                .setFetchOffset(from.offset())
                .setLastFetchedEpoch(from.lastEpoch())
                .setLogStartOffset(from.logStartOffset())
                .setPartitionMaxBytes(limits.partitionMaxBytes());
    }

    /**
     * Hands an answer to the followers.
     *
     * @param request the session epoch of the request that it answers
     * @param frame the memory of the answer
     */
    void answered(int request, FetchResponseData response, Frame frame, long nowMs, long longestPauseMs) {
        sessionId = response.sessionId();
        for (FetchResponseData.FetchableTopicResponse topic : response.responses()) {
            for (FetchResponseData.PartitionData data : topic.partitions()) {
                Name name = new Name(topic.topicId(), data.partitionIndex());
                FollowedPartition place = places.get(name);
                if (place != null && place.awaits(request)) {
                    answered(name, place, data, frame, nowMs, longestPauseMs);
                }
            }
        }
        if (!isInSession()) {
            startSession();
        }
    }

    private void answered(
            Name name,
            FollowedPartition place,
            FetchResponseData.PartitionData data,
            Frame frame,
            long nowMs,
            long longestPauseMs) {
        Errors error = Errors.forCode(data.errorCode());
        if (error != Errors.NONE && error != Errors.OFFSET_OUT_OF_RANGE) {
            pause(name, place, nowMs, longestPauseMs);
            return;
        }
        MemoryRecords records = records(data.records());
        EpochEndOffset diverging = data.divergingEpoch().epoch() < 0
                ? null
                : new EpochEndOffset(
                        data.divergingEpoch().epoch(), data.divergingEpoch().endOffset());
        Partition.FromLeader answer =
                new Partition.FromLeader(place, error, diverging, records, data.highWatermark(), data.logStartOffset());
        if (records.sizeInBytes() == 0 && error == Errors.NONE && diverging == null) {
            place.inform(answer);
        } else {
            appending++;
            brake.moved(place, records.sizeInBytes());
            place.answer(answer, frame);
        }
    }

    private static MemoryRecords records(@Nullable BaseRecords records) {
        return records instanceof MemoryRecords memory ? memory : MemoryRecords.EMPTY;
    }
}
