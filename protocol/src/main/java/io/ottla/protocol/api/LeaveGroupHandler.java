package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.LeaveResult;
import io.ottla.actors.group.state.LeavingMember;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** LeaveGroup: members leave a classic group or are removed from it; one at a time before version 3. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequestData, LeaveGroupResponseData> {
    private static final int BATCHED_SINCE = 3;

    private final Broker broker;

    LeaveGroupHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.LEAVE_GROUP, 0, 5);
    }

    @Override
    public void handle(RequestContext context, LeaveGroupRequestData request, Reply<LeaveGroupResponseData> reply) {
        boolean batched = context.version() >= BATCHED_SINCE;
        List<LeavingMember> members = batched
                ? request.members().stream().map(LeaveGroupHandler::leaving).toList()
                : List.of(new LeavingMember(request.memberId(), Optional.empty(), ""));
        GroupCommand.Leave leave = new GroupCommand.Leave(
                request.groupId(),
                members,
                result -> reply.complete(batched ? batchedResponse(result) : singleResponse(result)));
        if (broker.authorizer().allows(context.caller(), Operation.READ, Resource.group(request.groupId()))) {
            broker.groups().tell(leave);
        } else {
            leave.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
        }
    }

    private static LeavingMember leaving(MemberIdentity member) {
        return new LeavingMember(
                member.memberId(),
                Optional.ofNullable(member.groupInstanceId()),
                Optional.ofNullable(member.reason()).orElse(""));
    }

    private static LeaveGroupResponseData batchedResponse(LeaveResult result) {
        return new LeaveGroupResponseData()
                .setErrorCode(result.error().code())
                .setMembers(result.members().stream()
                        .map(member -> new MemberResponse()
                                .setMemberId(member.memberId())
                                .setGroupInstanceId(member.instanceId().orElse(null))
                                .setErrorCode(member.error().code()))
                        .toList());
    }

    private static LeaveGroupResponseData singleResponse(LeaveResult result) {
        Errors error = result.members().isEmpty()
                ? result.error()
                : result.members().get(0).error();
        return new LeaveGroupResponseData().setErrorCode(error.code());
    }
}
