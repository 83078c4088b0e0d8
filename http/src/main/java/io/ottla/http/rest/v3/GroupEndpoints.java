package io.ottla.http.rest.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ottla.http.endpoint.Call;
import io.ottla.http.endpoint.Endpoint;
import io.ottla.http.endpoint.Refusal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** Consumer groups, their members, and what these read. */
final class GroupEndpoints {
    private static final String GROUPS = "/v3/clusters/{cluster_id}/consumer-groups";
    private static final String GROUP = GROUPS + "/{consumer_group_id}";
    private static final String CONSUMERS = GROUP + "/consumers";
    private static final String ASSIGNMENTS = CONSUMERS + "/{consumer_id}/assignments";

    private final ClusterAccess cluster;
    private final GroupAccess groups;

    GroupEndpoints(ClusterAccess cluster, GroupAccess groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(GROUPS, "All consumer groups", cluster.reading((call, links) -> list(links)))
                        .answering("KafkaConsumerGroupList"),
                Endpoint.get(
                                GROUP,
                                "A consumer group",
                                cluster.reading(
                                        (call, links) -> group(call).thenApply(group -> resource(links, group))))
                        .answering("KafkaConsumerGroup"),
                Endpoint.get(CONSUMERS, "The members of a group", cluster.reading(this::consumers))
                        .answering("KafkaConsumerList"),
                Endpoint.get(
                                CONSUMERS + "/{consumer_id}",
                                "A member of a group",
                                cluster.reading((call, links) ->
                                        group(call).thenApply(group -> consumer(links, group, member(call, group)))))
                        .answering("KafkaConsumer"),
                Endpoint.get(ASSIGNMENTS, "What a member reads", cluster.reading(this::assignments))
                        .answering("KafkaConsumerAssignmentList"),
                Endpoint.get(
                                ASSIGNMENTS + "/{topic_name}/partitions/{partition_id}",
                                "One partition that a member reads",
                                cluster.reading(this::assignment))
                        .answering("KafkaConsumerAssignment"));
    }

    private CompletionStage<ConsumerGroupDescription> group(Call call) {
        return groups.describe(call.parameter("consumer_group_id"));
    }

    private static MemberDescription member(Call call, ConsumerGroupDescription group) {
        return GroupAccess.member(group, call.parameter("consumer_id"));
    }

    private CompletionStage<ObjectNode> list(Links links) {
        return cluster.ask(admin ->
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .thenApply(listed -> listed.stream().map(GroupListing::groupId).toList())
                .thenCompose(groups::describe)
                .thenApply(found -> Resources.list(
                        "KafkaConsumerGroup",
                        links.url("consumer-groups"),
                        found.values().stream()
                                .sorted(Comparator.comparing(ConsumerGroupDescription::groupId))
                                .map(group -> resource(links, group))
                                .toList()));
    }

    private CompletionStage<ObjectNode> consumers(Call call, Links links) {
        return group(call)
                .thenApply(group -> Resources.list(
                        "KafkaConsumer",
                        links.url("consumer-groups", group.groupId(), "consumers"),
                        group.members().stream()
                                .map(member -> consumer(links, group, member))
                                .toList()));
    }

    private CompletionStage<ObjectNode> assignments(Call call, Links links) {
        return group(call).thenApply(group -> {
            MemberDescription member = member(call, group);
            return Resources.list(
                    "KafkaConsumerAssignment",
                    links.url("consumer-groups", group.groupId(), "consumers", member.consumerId(), "assignments"),
                    sorted(member.assignment().topicPartitions()).stream()
                            .map(partition -> assignment(links, group, member, partition))
                            .toList());
        });
    }

    private CompletionStage<ObjectNode> assignment(Call call, Links links) {
        TopicPartition wanted = new TopicPartition(call.parameter("topic_name"), call.number("partition_id"));
        return group(call).thenApply(group -> {
            MemberDescription member = member(call, group);
            if (!member.assignment().topicPartitions().contains(wanted)) {
                throw Refusal.of(404, "Partition " + wanted + " is not assigned to " + member.consumerId() + ".");
            }
            return assignment(links, group, member, wanted);
        });
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .toList();
    }

    private static ObjectNode resource(Links links, ConsumerGroupDescription group) {
        String id = group.groupId();
        ObjectNode resource = Resources.resource(
                "KafkaConsumerGroup", links.url("consumer-groups", id), links.crn("consumer-group", id));
        resource.put("cluster_id", links.clusterId())
                .put("consumer_group_id", id)
                .put("is_simple", group.isSimpleConsumerGroup())
                .put("partition_assignor", group.partitionAssignor())
                .put("state", group.groupState().name())
                .put("type", group.type().name().toUpperCase(Locale.ROOT))
                .put("is_mixed_consumer_group", isMixed(group));
        if (group.coordinator() != null) {
            Resources.relate(
                    resource, "coordinator", links.brokerUrl(group.coordinator().id()));
        }
        Resources.relate(resource, "consumers", links.url("consumer-groups", id, "consumers"));
        Resources.relate(resource, "lag_summary", links.url("consumer-groups", id, "lag-summary"));
        return resource;
    }

    /** Whether a group of the new protocol still has members of the old one. */
    private static boolean isMixed(ConsumerGroupDescription group) {
        return group.type() == GroupType.CONSUMER
                && group.members().stream()
                        .anyMatch(member -> member.upgraded().isPresent()
                                && !member.upgraded().get());
    }

    private static ObjectNode consumer(Links links, ConsumerGroupDescription group, MemberDescription member) {
        String groupId = group.groupId();
        String id = member.consumerId();
        ObjectNode resource = Resources.resource(
                "KafkaConsumer",
                links.url("consumer-groups", groupId, "consumers", id),
                links.crn("consumer-group", groupId, "consumer", id));
        resource.put("cluster_id", links.clusterId())
                .put("consumer_group_id", groupId)
                .put("consumer_id", id)
                .put("instance_id", member.groupInstanceId().orElse(null))
                .put("client_id", member.clientId());
        Resources.relate(
                resource, "assignments", links.url("consumer-groups", groupId, "consumers", id, "assignments"));
        return resource;
    }

    private static ObjectNode assignment(
            Links links, ConsumerGroupDescription group, MemberDescription member, TopicPartition partition) {
        String groupId = group.groupId();
        String id = member.consumerId();
        String topic = partition.topic();
        int number = partition.partition();
        ObjectNode resource = Resources.resource(
                "KafkaConsumerAssignment",
                links.url("consumer-groups", groupId, "consumers", id, "assignments", topic, "partitions", number),
                links.crn("consumer-group", groupId, "consumer", id, "assignment", topic, "partition", number));
        resource.put("cluster_id", links.clusterId())
                .put("consumer_group_id", groupId)
                .put("consumer_id", id)
                .put("topic_name", topic)
                .put("partition_id", number);
        Resources.relate(resource, "partition", links.partitionUrl(topic, number));
        Resources.relate(resource, "lag", links.url("consumer-groups", groupId, "lags", topic, "partitions", number));
        return resource;
    }
}
