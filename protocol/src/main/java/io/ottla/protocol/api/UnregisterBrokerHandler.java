package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** UnregisterBroker (KIP-500): forgets a broker that will not come again. */
final class UnregisterBrokerHandler implements ApiHandler<UnregisterBrokerRequestData, UnregisterBrokerResponseData> {
    private final Broker broker;

    UnregisterBrokerHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.UNREGISTER_BROKER, 0, 0);
    }

    @Override
    public void handle(
            RequestContext context, UnregisterBrokerRequestData request, Reply<UnregisterBrokerResponseData> reply) {
        if (!broker.authorizer().allows(context.caller(), Operation.ALTER, Resource.CLUSTER)) {
            reply.complete(response(Errors.CLUSTER_AUTHORIZATION_FAILED, ""));
            return;
        }
        LaterReply.send(
                ApiKeys.UNREGISTER_BROKER,
                broker.controller().unregisterBroker(request.brokerId(), Deadlines.UNTOLD),
                changed -> response(changed.error(), changed.message()),
                error -> response(error, ""),
                reply);
    }

    private static UnregisterBrokerResponseData response(Errors error, String message) {
        return new UnregisterBrokerResponseData().setErrorCode(error.code()).setErrorMessage(Words.of(error, message));
    }
}
