package io.ottla.actors.node;

import io.ottla.actors.group.GroupCoordinators;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.transaction.TransactionCoordinators;
import org.apache.kafka.common.internals.Topic;

/** Starts and stops coordinators with the leadership of the partitions that hold their state. */
final class CoordinatorEvents implements PartitionEvents {
    private final GroupCoordinators groups;
    private final TransactionCoordinators transactions;

    CoordinatorEvents(GroupCoordinators groups, TransactionCoordinators transactions) {
        this.groups = groups;
        this.transactions = transactions;
    }

    @Override
    public void leading(PartitionHandle partition, int leaderEpoch) {
        if (holdsGroups(partition)) {
            groups.onElected(partition, leaderEpoch);
        } else if (holdsTransactions(partition)) {
            transactions.onElected(partition, leaderEpoch);
        }
    }

    @Override
    public void resigned(PartitionHandle partition) {
        if (holdsGroups(partition)) {
            groups.onResigned(partition.id().partition());
        } else if (holdsTransactions(partition)) {
            transactions.onResigned(partition.id().partition());
        }
    }

    @Override
    public void opened(PartitionHandle partition) {}

    @Override
    public void diskFailed(PartitionHandle partition, Throwable cause) {}

    private static boolean holdsGroups(PartitionHandle partition) {
        return partition.id().topic().equals(Topic.GROUP_METADATA_TOPIC_NAME);
    }

    private static boolean holdsTransactions(PartitionHandle partition) {
        return partition.id().topic().equals(Topic.TRANSACTION_STATE_TOPIC_NAME);
    }
}
