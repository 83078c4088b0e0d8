package io.ottla.protocol.api;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.config.TopicSettings;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.actors.partition.PartitionEvents;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.Replication;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.LogDirectory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicIdPartition;

/** Starts real replicas on a real disk. */
final class TestReplica {
    private TestReplica() {}

    /** A replica in this directory that leads, alone. */
    static PartitionHandle leading(ActorSystem<?> system, LogDirectory directory, TopicIdPartition id) {
        PartitionHandle handle = new PartitionHandle(id);
        CompletableFuture<Void> leads = new CompletableFuture<>();
        handle.bind(system.systemActorOf(
                PartitionActor.create(
                        1,
                        handle,
                        directory,
                        new PartitionActor.Settings(
                                TopicSettings.toLogConfig(Map.of(), BrokerSettings.defaults()),
                                new ReplicationRules(1, 30_000)),
                        CompletableFuture.completedFuture(true),
                        new PartitionActor.DiskThreads(Runnable::run, Runnable::run),
                        Replication.ALONE,
                        new Leads(leads),
                        Clock.systemUTC()),
                "replica-" + UUID.randomUUID(),
                Props.empty()));
        handle.tell(new Partition.Lead(PartitionImage.created(0, List.of(1))));
        leads.join();
        return handle;
    }

    private record Leads(CompletableFuture<Void> leads) implements PartitionEvents {
        @Override
        public void leading(PartitionHandle partition, int leaderEpoch) {
            leads.complete(null);
        }

        @Override
        public void diskFailed(PartitionHandle partition, Throwable cause) {
            leads.completeExceptionally(cause);
        }
    }
}
