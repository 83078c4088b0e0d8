package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.BrokerImage;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/**
 * FindCoordinator: the node that leads the partition which holds a group. The topic of these partitions is created when the first
 * client asks; the request waits for it, so that a first consumer need not back off.
 *
 * <p>There are no coordinators of transactions and share groups yet; who asks for one is told INVALID_REQUEST, as Kafka does for a
 * kind of coordinator that is switched off.
 */
final class FindCoordinatorHandler implements ApiHandler<FindCoordinatorRequestData, FindCoordinatorResponseData> {
    private static final int BATCHED_SINCE = 4;
    private static final int NO_NODE = -1;

    private final Broker broker;
    private final AutoTopicCreation creation;

    FindCoordinatorHandler(Broker broker) {
        this.broker = broker;
        this.creation = new AutoTopicCreation(broker);
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.FIND_COORDINATOR, 0, 6);
    }

    @Override
    public void handle(
            RequestContext context, FindCoordinatorRequestData request, Reply<FindCoordinatorResponseData> reply) {
        List<String> keys = context.version() >= BATCHED_SINCE ? request.coordinatorKeys() : List.of(request.key());
        boolean groups = request.keyType() == CoordinatorType.GROUP.id();
        ClusterView cluster = ClusterView.now(broker, context.caller());
        boolean create = groups
                && cluster.image()
                        .topics()
                        .topic(Topic.GROUP_METADATA_TOPIC_NAME)
                        .isEmpty()
                && keys.stream().anyMatch(key -> mayAsk(cluster, key));
        if (create) {
            LaterReply.send(
                    ApiKeys.FIND_COORDINATOR,
                    creation.create(List.of(Topic.GROUP_METADATA_TOPIC_NAME)),
                    errors -> response(context, keys, groups),
                    error -> response(context, keys, groups),
                    reply);
        } else {
            reply.complete(response(context, keys, groups));
        }
    }

    private FindCoordinatorResponseData response(RequestContext context, List<String> keys, boolean groups) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<Coordinator> found = keys.stream()
                .map(key -> groups ? groupCoordinator(cluster, key) : none(key, Errors.INVALID_REQUEST))
                .toList();
        if (context.version() >= BATCHED_SINCE) {
            return new FindCoordinatorResponseData().setCoordinators(found);
        }
        Coordinator only = found.get(0);
        return new FindCoordinatorResponseData()
                .setErrorCode(only.errorCode())
                .setErrorMessage(only.errorMessage())
                .setNodeId(only.nodeId())
                .setHost(only.host())
                .setPort(only.port());
    }

    private Coordinator groupCoordinator(ClusterView cluster, String groupId) {
        if (!mayAsk(cluster, groupId)) {
            return none(groupId, Errors.GROUP_AUTHORIZATION_FAILED);
        }
        Optional<BrokerImage> leader = broker.groups()
                .partitionOf(groupId)
                .flatMap(partition -> cluster.image().liveBroker(partition.leader()));
        return leader.map(node -> new Coordinator()
                        .setKey(groupId)
                        .setErrorCode(Errors.NONE.code())
                        .setErrorMessage("")
                        .setNodeId(node.id())
                        .setHost(node.host())
                        .setPort(node.port()))
                .orElseGet(() -> none(groupId, Errors.COORDINATOR_NOT_AVAILABLE));
    }

    private static boolean mayAsk(ClusterView cluster, String groupId) {
        return cluster.allows(Operation.DESCRIBE, Resource.group(groupId));
    }

    private static Coordinator none(String key, Errors error) {
        return new Coordinator()
                .setKey(key)
                .setErrorCode(error.code())
                .setErrorMessage(error.message())
                .setNodeId(NO_NODE)
                .setHost("")
                .setPort(-1);
    }
}
