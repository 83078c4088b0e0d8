package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** DeleteAcls (KIP-140): takes back what was let or forbidden. Refused as by every broker without an authorizer. */
final class DeleteAclsHandler implements ApiHandler<DeleteAclsRequestData, DeleteAclsResponseData> {
    private final Broker broker;

    DeleteAclsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DELETE_ACLS, 1, 3);
    }

    @Override
    public void handle(RequestContext context, DeleteAclsRequestData request, Reply<DeleteAclsResponseData> reply) {
        AclRefusal refusal = AclRefusal.to(broker, context.caller(), Operation.ALTER);
        reply.complete(new DeleteAclsResponseData()
                .setFilterResults(request.filters().stream()
                        .map(filter -> new DeleteAclsResponseData.DeleteAclsFilterResult()
                                .setErrorCode(refusal.error().code())
                                .setErrorMessage(refusal.message()))
                        .toList()));
    }
}
