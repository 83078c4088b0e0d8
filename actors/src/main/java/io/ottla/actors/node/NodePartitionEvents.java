package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.LogDirectory;

/** Passes what replicas report to the node's actor, and to whoever else listens. */
final class NodePartitionEvents implements PartitionEvents {
    private final ActorRef<NodeActor.Command> node;
    private final PartitionEvents others;

    NodePartitionEvents(ActorRef<NodeActor.Command> node, PartitionEvents others) {
        this.node = node;
        this.others = others;
    }

    @Override
    public void leading(PartitionHandle partition, int leaderEpoch) {
        others.leading(partition, leaderEpoch);
    }

    @Override
    public void resigned(PartitionHandle partition) {
        others.resigned(partition);
    }

    @Override
    public void opened(PartitionHandle partition) {
        node.tell(new NodeActor.ReplicaOpened(partition));
        others.opened(partition);
    }

    @Override
    public void diskFailed(PartitionHandle partition, Throwable cause) {
        node.tell(new NodeActor.ReplicaFailed(partition));
        others.diskFailed(partition, cause);
    }

    @Override
    public void directoryFailed(LogDirectory directory, Throwable cause) {
        node.tell(new NodeActor.DirectoryFailed(directory, cause));
    }

    @Override
    public void moved(PartitionHandle partition, LogDirectory directory) {
        node.tell(new NodeActor.ReplicaMoved(partition, directory));
    }
}
