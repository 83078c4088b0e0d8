package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** OffsetCommit: by topic name, and from version 10 on by topic id only. */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequestData, OffsetCommitResponseData> {
    private final Broker broker;

    OffsetCommitHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.OFFSET_COMMIT, 2, 10);
    }

    @Override
    public void handle(RequestContext context, OffsetCommitRequestData request, Reply<OffsetCommitResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        OffsetCommitExchange exchange = new OffsetCommitExchange(context, request, cluster);
        if (!cluster.allows(Operation.READ, Resource.group(request.groupId()))) {
            reply.complete(exchange.refused(Errors.GROUP_AUTHORIZATION_FAILED));
        } else if (exchange.hasNothingToCommit()) {
            reply.complete(exchange.response());
        } else {
            broker.groups().tell(exchange.command(reply));
        }
    }
}
