package io.ottla.actors.node;

import io.ottla.actors.Reply;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.partition.MovePace;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.storage.FoundFuture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** Has replicas moved between this node's log directories (KIP-113). Part of {@link NodeActor}, on its thread. */
final class ReplicaMoves {
    private final BrokerParts parts;
    private final MovePace pace;

    ReplicaMoves(BrokerParts parts) {
        this.parts = parts;
        this.pace = new MovePace(
                parts.disks().moves(),
                () -> parts.settings().get().getLong("replica.alter.log.dirs.io.max.bytes.per.second"),
                parts.clock());
    }

    /** Begins these moves; completes with what became of each. */
    CompletionStage<Map<TopicPartition, Errors>> begin(Map<TopicPartition, String> wanted, MetadataImage image) {
        Map<TopicPartition, CompletableFuture<Errors>> begun = new HashMap<>();
        wanted.forEach((partition, path) -> begun.put(partition, begin(partition, path, image)));
        return CompletableFuture.allOf(begun.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<TopicPartition, Errors> outcome = new HashMap<>();
                    begun.forEach((partition, stage) -> outcome.put(partition, stage.join()));
                    return outcome;
                });
    }

    /** Goes on with a move that the last stop of the node interrupted. */
    void resume(PartitionHandle replica) {
        parts.disks()
                .unfinishedMove(replica.id())
                .ifPresent(left -> move(replica, left.getKey(), Optional.of(left.getValue()), unused -> {}));
    }

    private CompletableFuture<Errors> begin(TopicPartition partition, String path, MetadataImage image) {
        Optional<Path> wanted = absolute(path);
        Optional<DiskOfNode> disk = wanted.flatMap(parts.disks()::find);
        if (disk.isEmpty()) {
            boolean absent = wanted.filter(parts.disks()::isAbsent).isPresent();
            return done(absent ? Errors.KAFKA_STORAGE_ERROR : Errors.LOG_DIR_NOT_FOUND);
        }
        if (disk.get().hasFailed()) {
            return done(Errors.KAFKA_STORAGE_ERROR);
        }
        if (image.topics()
                .topic(partition.topic())
                .flatMap(topic -> topic.partition(partition.partition()))
                .isEmpty()) {
            return done(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
        PartitionHandle replica = parts.partitions().find(partition);
        if (replica == null) {
            parts.disks().wish(partition, disk.get());
            return done(Errors.REPLICA_NOT_AVAILABLE);
        }
        // What was on its way to another directory before the node was stopped goes.
        parts.disks()
                .unfinishedMove(replica.id())
                .filter(left -> left.getKey() != disk.get())
                .ifPresent(left -> left.getKey()
                        .threads()
                        .disk()
                        .execute(left.getKey().directory().futures().discard(left.getValue())));
        CompletableFuture<Errors> begun = new CompletableFuture<>();
        move(replica, disk.get(), Optional.empty(), begun::complete);
        return begun;
    }

    private void move(PartitionHandle replica, DiskOfNode to, Optional<FoundFuture> found, Reply<Errors> reply) {
        replica.tell(new Partition.Move(to.home(), pace, found, reply));
    }

    /** As Kafka, no path is taken that is not absolute. */
    private static Optional<Path> absolute(String path) {
        try {
            return Optional.of(Path.of(path)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static CompletableFuture<Errors> done(Errors error) {
        return CompletableFuture.completedFuture(error);
    }
}
