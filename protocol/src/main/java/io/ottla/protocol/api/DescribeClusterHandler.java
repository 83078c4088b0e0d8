package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.metadata.BrokerImage;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBrokerCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DescribeCluster (KIP-700): id, controller and brokers; fenced ones too where asked for (KIP-1073). */
final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequestData, DescribeClusterResponseData> {
    /** The endpoint types of KIP-919. */
    private static final byte BROKERS = 1;

    private static final byte CONTROLLERS = 2;

    private final Broker broker;

    DescribeClusterHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_CLUSTER, 0, 2);
    }

    @Override
    public void handle(
            RequestContext context, DescribeClusterRequestData request, Reply<DescribeClusterResponseData> reply) {
        if (request.endpointType() == BROKERS) {
            reply.complete(describe(ClusterView.now(broker, context.caller()), request));
        } else if (request.endpointType() == CONTROLLERS) {
            reply.complete(refused(
                    Errors.MISMATCHED_ENDPOINT_TYPE,
                    "This is an endpoint of brokers, but the request is for one of controllers."));
        } else {
            reply.complete(refused(
                    Errors.UNSUPPORTED_ENDPOINT_TYPE, "There is no endpoint type " + request.endpointType() + "."));
        }
    }

    private DescribeClusterResponseData describe(ClusterView cluster, DescribeClusterRequestData request) {
        DescribeClusterBrokerCollection brokers = new DescribeClusterBrokerCollection();
        for (BrokerImage one : cluster.brokers(request.includeFencedBrokers())) {
            brokers.mustAdd(new DescribeClusterBroker()
                    .setBrokerId(one.id())
                    .setHost(one.host())
                    .setPort(one.port())
                    .setRack(one.rack().orElse(null))
                    .setIsFenced(one.fenced()));
        }
        DescribeClusterResponseData response = new DescribeClusterResponseData()
                .setClusterId(broker.clusterId())
                .setControllerId(cluster.controllerId())
                .setBrokers(brokers);
        if (request.includeClusterAuthorizedOperations()) {
            response.setClusterAuthorizedOperations(cluster.clusterOperations());
        }
        return response;
    }

    private DescribeClusterResponseData refused(Errors error, String message) {
        return new DescribeClusterResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(message)
                .setClusterId(broker.clusterId());
    }
}
