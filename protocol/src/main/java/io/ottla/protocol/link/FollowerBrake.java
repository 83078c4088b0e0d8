package io.ottla.protocol.link;

import io.ottla.actors.node.LinkContext;
import io.ottla.protocol.partition.ReplicationThrottle;

/** The throttle of this node's followers, which all streams share. */
final class FollowerBrake implements Brake {
    private final ReplicationThrottle throttle;
    private final int nodeId;

    FollowerBrake(LinkContext context) {
        this.nodeId = context.nodeId();
        this.throttle = new ReplicationThrottle(
                ReplicationThrottle.Side.FOLLOWER,
                context.nodeId(),
                context.metadata(),
                context.settings(),
                context.clock());
    }

    @Override
    public long waitMs(FollowedPartition place) {
        return counts(place) ? throttle.waitMs() : 0;
    }

    @Override
    public void moved(FollowedPartition place, long bytes) {
        if (counts(place)) {
            throttle.moved(bytes);
        }
    }

    private boolean counts(FollowedPartition place) {
        return throttle.appliesTo(place.id().topic(), place.id().partition(), nodeId);
    }
}
