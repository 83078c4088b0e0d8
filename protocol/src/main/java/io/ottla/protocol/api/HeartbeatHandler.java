package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Heartbeat: a member of a classic group is alive, and learns whether it must rejoin. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequestData, HeartbeatResponseData> {
    private final Broker broker;

    HeartbeatHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.HEARTBEAT, 0, 4);
    }

    @Override
    public void handle(RequestContext context, HeartbeatRequestData request, Reply<HeartbeatResponseData> reply) {
        GroupCommand.Heartbeat heartbeat = new GroupCommand.Heartbeat(
                request.groupId(),
                request.memberId(),
                Optional.ofNullable(request.groupInstanceId()),
                request.generationId(),
                error -> reply.complete(new HeartbeatResponseData().setErrorCode(error.code())));
        if (broker.authorizer().allows(context.caller(), Operation.READ, Resource.group(request.groupId()))) {
            broker.groups().tell(heartbeat);
        } else {
            heartbeat.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
        }
    }
}
