package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** CreateAcls (KIP-140): lets or forbids somebody do something. Refused as by every broker without an authorizer. */
final class CreateAclsHandler implements ApiHandler<CreateAclsRequestData, CreateAclsResponseData> {
    private final Broker broker;

    CreateAclsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.CREATE_ACLS, 1, 3);
    }

    @Override
    public void handle(RequestContext context, CreateAclsRequestData request, Reply<CreateAclsResponseData> reply) {
        AclRefusal refusal = AclRefusal.to(broker, context.caller(), Operation.ALTER);
        reply.complete(new CreateAclsResponseData()
                .setResults(request.creations().stream()
                        .map(creation -> new CreateAclsResponseData.AclCreationResult()
                                .setErrorCode(refusal.error().code())
                                .setErrorMessage(refusal.message()))
                        .toList()));
    }
}
