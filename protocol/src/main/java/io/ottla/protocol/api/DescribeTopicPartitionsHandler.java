package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.TopicImage;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** DescribeTopicPartitions (KIP-966): topics by name, a page of partitions at a time. */
final class DescribeTopicPartitionsHandler
        implements ApiHandler<DescribeTopicPartitionsRequestData, DescribeTopicPartitionsResponseData> {
    private final Broker broker;

    DescribeTopicPartitionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_TOPIC_PARTITIONS, 0, 0);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeTopicPartitionsRequestData request,
            Reply<DescribeTopicPartitionsResponseData> reply) {
        Cursor cursor = request.cursor();
        if (cursor != null && !fits(cursor, request)) {
            reply.complete(malformed(request));
            return;
        }
        ClusterView cluster = ClusterView.now(broker, context.caller());
        int most = Math.min(
                request.responsePartitionLimit(), broker.settings().get().getInt("max.request.partition.size.limit"));
        TopicPartitionsPage page = new TopicPartitionsPage(cluster, Math.max(most, 1));
        boolean all = request.topics().isEmpty();
        for (String name : names(cluster, request)) {
            boolean shown = cluster.showsTopic(name);
            if (!shown && !all) {
                page.refuse(name, Errors.TOPIC_AUTHORIZATION_FAILED);
            } else if (shown && !page.add(name, first(cursor, name))) {
                break;
            }
        }
        reply.complete(page.response());
    }

    /** Whether the cursor is a place in what is asked for: a partition of one of the topics. */
    private static boolean fits(Cursor cursor, DescribeTopicPartitionsRequestData request) {
        return cursor.partitionIndex() >= 0
                && (request.topics().isEmpty()
                        || request.topics().stream().map(TopicRequest::name).anyMatch(cursor.topicName()::equals));
    }

    private static NavigableSet<String> names(ClusterView cluster, DescribeTopicPartitionsRequestData request) {
        NavigableSet<String> names = new TreeSet<>();
        if (request.topics().isEmpty()) {
            cluster.image().topics().all().stream().map(TopicImage::name).forEach(names::add);
        } else {
            request.topics().stream().map(TopicRequest::name).forEach(names::add);
        }
        Cursor cursor = request.cursor();
        return cursor == null ? names : names.tailSet(cursor.topicName(), true);
    }

    private static int first(@Nullable Cursor cursor, String topic) {
        return cursor != null && cursor.topicName().equals(topic) ? cursor.partitionIndex() : 0;
    }

    private static DescribeTopicPartitionsResponseData malformed(DescribeTopicPartitionsRequestData request) {
        DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
        List<TopicRequest> topics = request.topics();
        topics.forEach(
                topic -> response.topics().mustAdd(TopicPartitionsPage.refused(topic.name(), Errors.INVALID_REQUEST)));
        return response;
    }
}
