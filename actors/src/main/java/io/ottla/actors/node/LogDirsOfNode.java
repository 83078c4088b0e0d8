package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import io.ottla.actors.LogDirs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** The log directories as the front doors see them: looks at the disks itself, has replicas moved by the node's actor. */
final class LogDirsOfNode implements LogDirs {
    private final Disks disks;
    private final ActorRef<NodeActor.Command> node;

    LogDirsOfNode(Disks disks, ActorRef<NodeActor.Command> node) {
        this.disks = disks;
        this.node = node;
    }

    @Override
    public List<Description> describe() {
        return disks.describe();
    }

    @Override
    public CompletionStage<Map<TopicPartition, Errors>> move(Map<TopicPartition, String> wanted) {
        CompletableFuture<Map<TopicPartition, Errors>> begun = new CompletableFuture<>();
        node.tell(new NodeActor.MoveReplicas(wanted, begun::complete));
        return begun;
    }
}
