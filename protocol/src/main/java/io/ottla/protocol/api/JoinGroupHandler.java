package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.JoinProtocol;
import io.ottla.actors.group.state.JoinResult;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** JoinGroup: becomes a member of a classic group, or of its next generation. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequestData, JoinGroupResponseData> {
    private static final int REBALANCE_TIMEOUT_SINCE = 1;
    private static final int ID_FIRST_SINCE = 4;
    private static final int NULL_PROTOCOL_SINCE = 7;
    private static final int SKIPS_ASSIGNMENT_SINCE = 9;

    private final Broker broker;

    JoinGroupHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.JOIN_GROUP, 0, 9);
    }

    @Override
    public void handle(RequestContext context, JoinGroupRequestData request, Reply<JoinGroupResponseData> reply) {
        GroupCommand.Join join =
                command(context, request, result -> reply.complete(response(context.version(), result)));
        if (broker.authorizer().allows(context.caller(), Operation.READ, Resource.group(request.groupId()))) {
            broker.groups().tell(join);
        } else {
            join.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
        }
    }

    private static GroupCommand.Join command(
            RequestContext context, JoinGroupRequestData request, Reply<JoinResult> reply) {
        int version = context.version();
        return new GroupCommand.Join(
                request.groupId(),
                request.memberId(),
                request.memberId().isEmpty() ? freshId(context, request) : "",
                Optional.ofNullable(request.groupInstanceId()),
                context.clientId(),
                "/" + context.caller().address().getHostAddress(),
                request.sessionTimeoutMs(),
                version >= REBALANCE_TIMEOUT_SINCE ? request.rebalanceTimeoutMs() : request.sessionTimeoutMs(),
                request.protocolType(),
                protocols(request),
                version >= ID_FIRST_SINCE,
                version >= SKIPS_ASSIGNMENT_SINCE,
                Optional.ofNullable(request.reason()).orElse(""),
                reply);
    }

    private static String freshId(RequestContext context, JoinGroupRequestData request) {
        String name = Optional.ofNullable(request.groupInstanceId()).orElse(context.clientId());
        return name + "-" + UUID.randomUUID();
    }

    private static List<JoinProtocol> protocols(JoinGroupRequestData request) {
        return request.protocols().stream()
                .map(protocol -> new JoinProtocol(protocol.name(), Bytes.wrap(protocol.metadata())))
                .toList();
    }

    private static JoinGroupResponseData response(int version, JoinResult result) {
        return new JoinGroupResponseData()
                .setErrorCode(result.error().code())
                .setGenerationId(result.generationId())
                .setProtocolType(result.protocolType().orElse(null))
                .setProtocolName(result.protocolName().orElse(version >= NULL_PROTOCOL_SINCE ? null : ""))
                .setLeader(result.leader())
                .setSkipAssignment(result.skipAssignment())
                .setMemberId(result.memberId())
                .setMembers(
                        result.members().stream().map(JoinGroupHandler::member).toList());
    }

    private static JoinGroupResponseMember member(JoinResult.JoinedMember member) {
        return new JoinGroupResponseMember()
                .setMemberId(member.memberId())
                .setGroupInstanceId(member.instanceId().orElse(null))
                .setMetadata(member.metadata().get());
    }
}
