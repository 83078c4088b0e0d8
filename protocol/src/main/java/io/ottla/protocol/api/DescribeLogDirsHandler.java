package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopicCollection;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DescribeLogDirs (KIP-113, KIP-827): the directories of this node, and the replicas in them with their sizes. */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequestData, DescribeLogDirsResponseData> {
    private final Broker broker;

    DescribeLogDirsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_LOG_DIRS, 1, 5);
    }

    @Override
    public void handle(
            RequestContext context, DescribeLogDirsRequestData request, Reply<DescribeLogDirsResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.DESCRIBE, Resource.CLUSTER)) {
            reply.complete(refused(Errors.CLUSTER_AUTHORIZATION_FAILED));
            return;
        }
        LogDirContents contents = new LogDirContents(broker.partitions(), wanted(request.topics()));
        // Asking a volume for its free space may wait for its disk.
        LaterReply.send(
                ApiKeys.DESCRIBE_LOG_DIRS,
                CompletableFuture.supplyAsync(() -> contents.of(broker.logDirs().describe()), broker.diskReads()),
                results -> new DescribeLogDirsResponseData().setResults(results),
                DescribeLogDirsHandler::refused,
                reply);
    }

    private static Predicate<TopicPartition> wanted(DescribableLogDirTopicCollection topics) {
        if (topics == null) {
            return partition -> true;
        }
        Set<TopicPartition> named = new HashSet<>();
        topics.forEach(topic ->
                topic.partitions().forEach(partition -> named.add(new TopicPartition(topic.topic(), partition))));
        return named::contains;
    }

    private static DescribeLogDirsResponseData refused(Errors error) {
        return new DescribeLogDirsResponseData().setErrorCode(error.code());
    }
}
