package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.PartitionImage;
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
 * FindCoordinator: the node that leads the partition which holds a group or a transactional id. The topic of these partitions is created when the first
 * client asks; the request waits for it, so that a first consumer need not back off.
 *
 * <p>There are no coordinators of share groups yet; who asks for one is told INVALID_REQUEST, as Kafka does for a
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
        Optional<Sought> sought = Sought.of(request.keyType());
        ClusterView cluster = ClusterView.now(broker, context.caller());
        boolean create = sought.filter(kind -> isMissing(cluster, kind, keys)).isPresent();
        if (create) {
            LaterReply.send(
                    ApiKeys.FIND_COORDINATOR,
                    creation.create(List.of(sought.orElseThrow().topic)),
                    errors -> response(context, keys, sought),
                    error -> response(context, keys, sought),
                    reply);
        } else {
            reply.complete(response(context, keys, sought));
        }
    }

    private static boolean isMissing(ClusterView cluster, Sought sought, List<String> keys) {
        return cluster.image().topics().topic(sought.topic).isEmpty()
                && keys.stream().anyMatch(key -> cluster.allows(Operation.DESCRIBE, sought.resource(key)));
    }

    private FindCoordinatorResponseData response(RequestContext context, List<String> keys, Optional<Sought> sought) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<Coordinator> found = keys.stream()
                .map(key -> sought.map(kind -> coordinator(cluster, kind, key))
                        .orElseGet(() -> none(key, Errors.INVALID_REQUEST)))
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

    private Coordinator coordinator(ClusterView cluster, Sought sought, String key) {
        if (!cluster.allows(Operation.DESCRIBE, sought.resource(key))) {
            return none(key, sought.forbidden);
        }
        Optional<BrokerImage> leader = sought.partitionOf(broker, key)
                .flatMap(partition -> cluster.image().liveBroker(partition.leader()));
        return leader.map(node -> new Coordinator()
                        .setKey(key)
                        .setErrorCode(Errors.NONE.code())
                        .setErrorMessage("")
                        .setNodeId(node.id())
                        .setHost(node.host())
                        .setPort(node.port()))
                .orElseGet(() -> none(key, Errors.COORDINATOR_NOT_AVAILABLE));
    }

    /** The kinds of coordinators there are. */
    private enum Sought {
        GROUP(Topic.GROUP_METADATA_TOPIC_NAME, Errors.GROUP_AUTHORIZATION_FAILED),
        TRANSACTION(Topic.TRANSACTION_STATE_TOPIC_NAME, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);

        final String topic;
        final Errors forbidden;

        Sought(String topic, Errors forbidden) {
            this.topic = topic;
            this.forbidden = forbidden;
        }

        static Optional<Sought> of(byte keyType) {
            if (keyType == CoordinatorType.GROUP.id()) {
                return Optional.of(GROUP);
            }
            return keyType == CoordinatorType.TRANSACTION.id() ? Optional.of(TRANSACTION) : Optional.empty();
        }

        Resource resource(String key) {
            return this == GROUP ? Resource.group(key) : Resource.transactionalId(key);
        }

        Optional<PartitionImage> partitionOf(Broker broker, String key) {
            return this == GROUP
                    ? broker.groups().partitionOf(key)
                    : broker.transactions().partitionOf(key);
        }
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
