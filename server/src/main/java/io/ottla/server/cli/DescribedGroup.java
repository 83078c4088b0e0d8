package io.ottla.server.cli;

import java.util.List;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.ClassicGroupState;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;

/**
 * A group of any kind: of consumers that speak either protocol, or of others that use the classic one, as Connect's workers do.
 *
 * @param protocol what its members are: "consumer", "connect"; empty for one that only keeps offsets
 * @param isActive whether it has members
 */
record DescribedGroup(
        String id,
        String state,
        String type,
        String protocol,
        String assignor,
        int coordinator,
        List<MemberDescription> members,
        boolean isActive) {
    static DescribedGroup of(ConsumerGroupDescription group) {
        return new DescribedGroup(
                group.groupId(),
                group.groupState().toString(),
                group.type().toString(),
                group.isSimpleConsumerGroup() ? "" : "consumer",
                group.partitionAssignor(),
                group.coordinator().id(),
                List.copyOf(group.members()),
                group.groupState() != GroupState.EMPTY && group.groupState() != GroupState.DEAD);
    }

    static DescribedGroup of(ClassicGroupDescription group) {
        return new DescribedGroup(
                group.groupId(),
                group.state().toString(),
                GroupType.CLASSIC.toString(),
                group.protocol(),
                group.protocolData(),
                group.coordinator().id(),
                List.copyOf(group.members()),
                group.state() != ClassicGroupState.EMPTY && group.state() != ClassicGroupState.DEAD);
    }
}
