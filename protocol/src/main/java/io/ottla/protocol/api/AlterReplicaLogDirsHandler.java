package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** AlterReplicaLogDirs (KIP-113): moves replicas of this node to other log directories. The answer tells which moves have begun. */
final class AlterReplicaLogDirsHandler
        implements ApiHandler<AlterReplicaLogDirsRequestData, AlterReplicaLogDirsResponseData> {
    private final Broker broker;

    AlterReplicaLogDirsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.ALTER_REPLICA_LOG_DIRS, 1, 2);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterReplicaLogDirsRequestData request,
            Reply<AlterReplicaLogDirsResponseData> reply) {
        Map<TopicPartition, String> wanted = wanted(request);
        if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER)) {
            reply.complete(response(wanted, unused -> Errors.CLUSTER_AUTHORIZATION_FAILED));
            return;
        }
        LaterReply.send(
                ApiKeys.ALTER_REPLICA_LOG_DIRS,
                broker.logDirs().move(wanted),
                outcome -> response(
                        wanted, partition -> outcome.getOrDefault(partition, Errors.UNKNOWN_TOPIC_OR_PARTITION)),
                failure -> response(wanted, unused -> failure),
                reply);
    }

    /** The last directory named for a partition counts. */
    private static Map<TopicPartition, String> wanted(AlterReplicaLogDirsRequestData request) {
        Map<TopicPartition, String> wanted = new LinkedHashMap<>();
        request.dirs()
                .forEach(dir -> dir.topics()
                        .forEach(topic -> topic.partitions()
                                .forEach(partition ->
                                        wanted.put(new TopicPartition(topic.name(), partition), dir.path()))));
        return wanted;
    }

    private static AlterReplicaLogDirsResponseData response(
            Map<TopicPartition, String> wanted, Function<TopicPartition, Errors> outcome) {
        Map<String, AlterReplicaLogDirTopicResult> topics = new TreeMap<>();
        for (TopicPartition partition : wanted.keySet()) {
            topics.computeIfAbsent(partition.topic(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name))
                    .partitions()
                    .add(new AlterReplicaLogDirPartitionResult()
                            .setPartitionIndex(partition.partition())
                            .setErrorCode(outcome.apply(partition).code()));
        }
        AlterReplicaLogDirsResponseData response = new AlterReplicaLogDirsResponseData();
        response.results().addAll(topics.values());
        return response;
    }
}
