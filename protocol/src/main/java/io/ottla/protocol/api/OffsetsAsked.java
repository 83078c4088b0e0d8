package io.ottla.protocol.api;

import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The offsets that a request wants committed, alone or within a transaction: which of them can be committed at all is decided when they are
 * added, the others wait for the group's answer.
 */
final class OffsetsAsked {
    private final ClusterView cluster;
    private final boolean topicsById;
    private final List<OffsetToCommit> offsets = new ArrayList<>();
    private final List<Answer> awaiting = new ArrayList<>();

    /** @param topicsById whether the request names topics by their ids */
    OffsetsAsked(ClusterView cluster, boolean topicsById) {
        this.cluster = cluster;
        this.topicsById = topicsById;
    }

    /** Where the error of one partition goes. */
    interface Answer {
        void setErrorCode(short code);
    }

    /** A topic of the request; {@code refusal} is what all of its partitions are told, if not {@link Errors#NONE}. */
    record Topic(String name, Optional<TopicImage> known, Errors refusal) {
        private Errors refusal(int partition) {
            if (refusal != Errors.NONE) {
                return refusal;
            }
            return known.flatMap(topic -> topic.partition(partition)).isPresent()
                    ? Errors.NONE
                    : Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }

        private Uuid id() {
            return known.map(TopicImage::id).orElse(Uuid.ZERO_UUID);
        }
    }

    /** Looks a topic of the request up. */
    Topic topic(String name, Uuid id) {
        Optional<TopicImage> known = topicsById
                ? cluster.image().topics().topic(id)
                : cluster.image().topics().topic(name);
        if (topicsById && known.isEmpty()) {
            return new Topic(name, known, Errors.UNKNOWN_TOPIC_ID);
        }
        String knownName = known.map(TopicImage::name).orElse(name);
        return new Topic(knownName, known, refusal(knownName, known.isPresent()));
    }

    private Errors refusal(String name, boolean exists) {
        if (!cluster.allows(Operation.READ, Resource.topic(name))) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return exists ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /**
     * An offset of one partition; the answer is told at once that it cannot be committed, or by {@link #complete}.
     *
     * @param retentionMs how long to keep it, -1 for as long as the broker keeps offsets
     */
    void add(
            Topic topic,
            int partition,
            long offset,
            int leaderEpoch,
            @Nullable String metadata,
            long retentionMs,
            Answer answer) {
        Errors refusal = topic.refusal(partition);
        answer.setErrorCode(refusal.code());
        if (refusal == Errors.NONE) {
            offsets.add(new OffsetToCommit(
                    new TopicPartition(topic.name(), partition),
                    topic.id(),
                    offset,
                    leaderEpoch,
                    Optional.ofNullable(metadata).orElse(""),
                    retentionMs));
            awaiting.add(answer);
        }
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    /** What the group is asked to commit. */
    List<OffsetToCommit> toCommit() {
        return offsets;
    }

    /** The group has answered. */
    void complete(OffsetsAnswer answer, UnaryOperator<Errors> inTheWordsOfTheVersion) {
        for (int i = 0; i < offsets.size(); i++) {
            Errors error = answer.errorOf(offsets.get(i).partition());
            awaiting.get(i).setErrorCode(inTheWordsOfTheVersion.apply(error).code());
        }
    }
}
