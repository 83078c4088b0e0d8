package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import io.ottla.actors.Reply;
import io.ottla.actors.access.Operation;
import io.ottla.actors.access.Resource;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupDescription;
import io.ottla.actors.group.state.GroupPhase;
import java.util.List;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** DescribeGroups: what classic groups are and who is in them. A group that does not exist is "Dead", and since version 6 not found. */
final class DescribeGroupsHandler implements ApiHandler<DescribeGroupsRequestData, DescribeGroupsResponseData> {
    private static final int NOT_FOUND_SINCE = 6;

    private final Broker broker;

    DescribeGroupsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiVersionRange versions() {
        return ApiVersionRange.of(ApiKeys.DESCRIBE_GROUPS, 0, 6);
    }

    @Override
    public void handle(
            RequestContext context, DescribeGroupsRequestData request, Reply<DescribeGroupsResponseData> reply) {
        ClusterView cluster = ClusterView.now(broker, context.caller());
        List<DescribedGroup> groups = request.groups().stream()
                .map(id -> new DescribedGroup().setGroupId(id))
                .toList();
        Countdown countdown =
                new Countdown(groups.size(), () -> reply.complete(new DescribeGroupsResponseData().setGroups(groups)));
        for (DescribedGroup group : groups) {
            GroupCommand.Describe describe = new GroupCommand.Describe(group.groupId(), description -> {
                fill(group, description, context.version());
                if (request.includeAuthorizedOperations() && description.error() == Errors.NONE) {
                    group.setAuthorizedOperations(AuthorizedOperations.of(
                            broker.authorizer(), context.caller(), Resource.group(group.groupId())));
                }
                countdown.came();
            });
            if (cluster.allows(Operation.DESCRIBE, Resource.group(group.groupId()))) {
                broker.groups().tell(describe);
            } else {
                describe.refuse(Errors.GROUP_AUTHORIZATION_FAILED);
            }
        }
    }

    private static void fill(DescribedGroup group, GroupDescription description, int version) {
        boolean failed = description.error() != Errors.NONE;
        boolean dead = description.phase() == GroupPhase.DEAD;
        group.setErrorCode(description.error().code())
                .setGroupState(failed ? "" : description.phase().label())
                .setProtocolType(description.protocolType())
                .setProtocolData(description.protocolName())
                .setMembers(description.members().stream()
                        .map(DescribeGroupsHandler::member)
                        .toList());
        if (!failed && dead && version >= NOT_FOUND_SINCE) {
            group.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                    .setErrorMessage(description.note().orElse("Group " + group.groupId() + " not found."));
        }
    }

    private static DescribedGroupMember member(GroupDescription.DescribedMember member) {
        return new DescribedGroupMember()
                .setMemberId(member.memberId())
                .setGroupInstanceId(member.instanceId().orElse(null))
                .setClientId(member.clientId())
                .setClientHost(member.clientHost())
                .setMemberMetadata(member.metadata().get())
                .setMemberAssignment(member.assignment().get());
    }
}
