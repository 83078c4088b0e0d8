package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingPartitionReassignment;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingTopicReassignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** ListPartitionReassignments (KIP-455): those under way; a partition that has none, or is not there, is left out. */
final class ListPartitionReassignmentsHandler
        implements ApiHandler<ListPartitionReassignmentsRequestData, ListPartitionReassignmentsResponseData> {
    private final Broker broker;

    ListPartitionReassignmentsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LIST_PARTITION_REASSIGNMENTS, 0, 0);
    }

    @Override
    public void handle(
            RequestContext context,
            ListPartitionReassignmentsRequestData request,
            Reply<ListPartitionReassignmentsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        ListPartitionReassignmentsResponseData response =
                new ListPartitionReassignmentsResponseData().setErrorMessage(null);
        if (!cluster.allows(Operation.DESCRIBE, Resource.CLUSTER)) {
            Errors error = Errors.CLUSTER_AUTHORIZATION_FAILED;
            response.setErrorCode(error.code()).setErrorMessage(error.message());
        } else if (request.topics() == null) {
            cluster.image().topics().all().stream()
                    .sorted(Comparator.comparing(TopicImage::name))
                    .forEach(topic -> add(response, topic, topic.partitions()));
        } else {
            request.topics().forEach(wanted -> add(response, cluster, wanted));
        }
        reply.complete(response);
    }

    private static void add(
            ListPartitionReassignmentsResponseData response,
            ClusterView cluster,
            ListPartitionReassignmentsTopics wanted) {
        cluster.image().topics().topic(wanted.name()).ifPresent(topic -> {
            List<PartitionImage> partitions = new ArrayList<>();
            wanted.partitionIndexes().forEach(index -> topic.partition(index).ifPresent(partitions::add));
            add(response, topic, partitions);
        });
    }

    private static void add(
            ListPartitionReassignmentsResponseData response, TopicImage topic, Collection<PartitionImage> partitions) {
        List<OngoingPartitionReassignment> ongoing = partitions.stream()
                .filter(PartitionImage::isReassigning)
                .map(partition -> new OngoingPartitionReassignment()
                        .setPartitionIndex(partition.partition())
                        .setReplicas(partition.replicas())
                        .setAddingReplicas(partition.addingReplicas())
                        .setRemovingReplicas(partition.removingReplicas()))
                .toList();
        if (!ongoing.isEmpty()) {
            response.topics()
                    .add(new OngoingTopicReassignment().setName(topic.name()).setPartitions(ongoing));
        }
    }
}
