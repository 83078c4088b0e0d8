package io.ottla.actors.node;

import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import org.apache.kafka.common.internals.Topic;

/** Starts and stops coordinators with the leadership of the partitions that hold their state. */
final class CoordinatorEvents implements PartitionEvents {
    private final GroupCoordinators groups;

    CoordinatorEvents(GroupCoordinators groups) {
        this.groups = groups;
    }

    @Override
    public void leading(PartitionHandle partition, int leaderEpoch) {
        if (holdsGroups(partition)) {
            groups.onElected(partition, leaderEpoch);
        }
    }

    @Override
    public void resigned(PartitionHandle partition) {
        if (holdsGroups(partition)) {
            groups.onResigned(partition.id().partition());
        }
    }

    @Override
    public void opened(PartitionHandle partition) {}

    @Override
    public void diskFailed(PartitionHandle partition, Throwable cause) {}

    private static boolean holdsGroups(PartitionHandle partition) {
        return partition.id().topic().equals(Topic.GROUP_METADATA_TOPIC_NAME);
    }
}
