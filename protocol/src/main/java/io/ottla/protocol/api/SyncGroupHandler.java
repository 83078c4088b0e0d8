package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.SyncResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** SyncGroup: the leader hands in the assignments of a generation, every member gets its own. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequestData, SyncGroupResponseData> {
    private static final int PROTOCOL_REQUIRED_SINCE = 5;

    private final Broker broker;

    SyncGroupHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.SYNC_GROUP, 0, 5);
    }

    @Override
    public void handle(RequestContext context, SyncGroupRequestData request, Reply<SyncGroupResponseData> reply) {
        GroupCommand.Sync sync = new GroupCommand.Sync(
                request.groupId(),
                request.memberId(),
                Optional.ofNullable(request.groupInstanceId()),
                request.generationId(),
                Optional.ofNullable(request.protocolType()),
                Optional.ofNullable(request.protocolName()),
                assignments(request),
                result -> reply.complete(response(result)));
        if (lacksProtocol(context, request)) {
            sync.refuse(Errors.INCONSISTENT_GROUP_PROTOCOL);
        } else if (broker.authorizer().allows(context.caller(), Operation.READ, Resource.group(request.groupId()))) {
            broker.groups().tell(sync);
        } else {
            sync.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
        }
    }

    /** The type and name of the protocol may be null on the wire, but from this version on they must not be (KIP-559). */
    private static boolean lacksProtocol(RequestContext context, SyncGroupRequestData request) {
        return context.version() >= PROTOCOL_REQUIRED_SINCE
                && (request.protocolType() == null || request.protocolName() == null);
    }

    private static Map<String, Bytes> assignments(SyncGroupRequestData request) {
        Map<String, Bytes> assignments = new HashMap<>();
        for (SyncGroupRequestAssignment each : request.assignments()) {
            assignments.put(each.memberId(), Bytes.wrap(each.assignment()));
        }
        return assignments;
    }

    private static SyncGroupResponseData response(SyncResult result) {
        return new SyncGroupResponseData()
                .setErrorCode(result.error().code())
                .setProtocolType(result.protocolType().orElse(null))
                .setProtocolName(result.protocolName().orElse(null))
                .setAssignment(result.assignment().get());
    }
}
