package io.ottla.http.rest.v3;

import io.ottla.http.endpoint.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the cluster tells of consumer groups. */
final class GroupAccess {
    private final ClusterAccess cluster;

    GroupAccess(ClusterAccess cluster) {
        this.cluster = cluster;
    }

    /**
     * How far a group is behind in one partition.
     *
     * @param partition the partition
     * @param member who reads it, if somebody does
     * @param committed the next offset the group reads
     * @param end the end of the partition
     */
    record Lag(TopicPartition partition, Optional<MemberDescription> member, long committed, long end) {
        long records() {
            return Math.max(0, end - committed);
        }
    }

    /** The groups of these names. */
    CompletionStage<Map<String, ConsumerGroupDescription>> describe(List<String> groups) {
        return cluster.ask(admin -> admin.describeConsumerGroups(groups).all());
    }

    /** The group of this name; fails with 404 if there is none. */
    CompletionStage<ConsumerGroupDescription> describe(String group) {
        return describe(List.of(group)).thenApply(found -> {
            ConsumerGroupDescription one = found.get(group);
            if (one == null
                    || (one.groupState() == GroupState.DEAD && one.members().isEmpty())) {
                throw Refusal.of(404, "Consumer group " + group + " cannot be found.");
            }
            return one;
        });
    }

    /** The member of this id; fails with 404 if the group has none. */
    static MemberDescription member(ConsumerGroupDescription group, String id) {
        return group.members().stream()
                .filter(member -> member.consumerId().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        404, "Consumer " + id + " of consumer group " + group.groupId() + " cannot be found."));
    }

    /** How far the group is behind in every partition of which it has committed an offset, by topic and partition. */
    CompletionStage<List<Lag>> lags(String group) {
        return describe(group)
                .thenCompose(found -> cluster.ask(
                                admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                        .thenCompose(offsets -> lags(found, known(offsets))));
    }

    private CompletionStage<List<Lag>> lags(ConsumerGroupDescription group, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, MemberDescription> readers = new HashMap<>();
        group.members()
                .forEach(member ->
                        member.assignment().topicPartitions().forEach(partition -> readers.put(partition, member)));
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        return cluster.ask(admin -> admin.listOffsets(wanted).all()).thenApply(ends -> {
            List<Lag> lags = new ArrayList<>();
            ends.forEach((partition, end) -> lags.add(new Lag(
                    partition,
                    Optional.ofNullable(readers.get(partition)),
                    committed.getOrDefault(partition, 0L),
                    end.offset())));
            lags.sort(Comparator.comparing((Lag lag) -> lag.partition().topic())
                    .thenComparing(lag -> lag.partition().partition()));
            return lags;
        });
    }

    private static Map<TopicPartition, Long> known(Map<TopicPartition, @Nullable OffsetAndMetadata> offsets) {
        Map<TopicPartition, Long> known = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                known.put(partition, offset.offset());
            }
        });
        return known;
    }
}
