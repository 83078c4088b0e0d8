package io.ottla.protocol.api;

import io.ottla.actors.Broker;
import java.util.List;

/** The handlers of the APIs of groups: both protocols, committed offsets and what administrators need. */
public final class GroupHandlers {
    private GroupHandlers() {}

    /** The handlers of a node. */
    public static List<ApiHandler<?, ?>> create(Broker broker) {
        return List.of(
                new FindCoordinatorHandler(broker),
                new JoinGroupHandler(broker),
                new SyncGroupHandler(broker),
                new HeartbeatHandler(broker),
                new LeaveGroupHandler(broker),
                new OffsetCommitHandler(broker),
                new OffsetFetchHandler(broker),
                new OffsetDeleteHandler(broker),
                new ListGroupsHandler(broker),
                new DescribeGroupsHandler(broker),
                new DeleteGroupsHandler(broker),
                new ConsumerGroupHeartbeatHandler(broker),
                new ConsumerGroupDescribeHandler(broker));
    }
}
