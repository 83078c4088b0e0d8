package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** DescribeAcls (KIP-140): who may do what. Refused as by every broker without an authorizer. */
final class DescribeAclsHandler implements ApiHandler<DescribeAclsRequestData, DescribeAclsResponseData> {
    private final Broker broker;

    DescribeAclsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_ACLS, 1, 3);
    }

    @Override
    public void handle(RequestContext context, DescribeAclsRequestData request, Reply<DescribeAclsResponseData> reply) {
        AclRefusal refusal = AclRefusal.to(broker, context.caller(), Operation.DESCRIBE);
        reply.complete(new DescribeAclsResponseData()
                .setErrorCode(refusal.error().code())
                .setErrorMessage(refusal.message()));
    }
}
