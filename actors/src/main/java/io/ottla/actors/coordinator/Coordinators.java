package io.ottla.actors.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionHandle;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** The way to the entities of one kind that this node coordinates; usable from any thread. */
public final class Coordinators {
    private final int nodeId;
    private final String topic;
    private final MetadataCache metadata;
    private final ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards;
    private final ActorRef<CoordinatorHost.Command> host;

    private Coordinators(
            int nodeId,
            String topic,
            MetadataCache metadata,
            ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards,
            ActorRef<CoordinatorHost.Command> host) {
        this.nodeId = nodeId;
        this.topic = topic;
        this.metadata = metadata;
        this.shards = shards;
        this.host = host;
    }

    /**
     * The coordinators of a node; they begin their work with {@link #onElected}.
     *
     * @param name the name of their actor
     * @param topic the topic that holds their state
     * @param kind what they coordinate, by leader epoch, asked anew by every shard
     * @param diskReads runs the replay of the logs
     */
    public static Coordinators create(
            ActorSystem<?> system,
            String name,
            int nodeId,
            String topic,
            IntFunction<CoordinatorKind> kind,
            MetadataCache metadata,
            Executor diskReads,
            Clock clock) {
        ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards = new ConcurrentHashMap<>();
        ActorRef<CoordinatorHost.Command> host = system.systemActorOf(
                CoordinatorHost.create(kind, new Moments(clock, System::nanoTime), diskReads, shards),
                name,
                Props.empty());
        return new Coordinators(nodeId, topic, metadata, shards, host);
    }

    /** The partition of the topic that holds an entity; empty while there is no such topic. Its leader coordinates the entity. */
    public Optional<PartitionImage> partitionOf(String id) {
        return metadata.image().topics().topic(topic).flatMap(image -> image.partition(partitionNumber(id, image)));
    }

    private static int partitionNumber(String id, TopicImage topic) {
        return Utils.abs(id.hashCode()) % topic.partitions().size();
    }

    /** Has a command carried out by its entity, or refused with the error for a client that must look elsewhere or come again. */
    public void tell(CoordinatorCommand command) {
        Optional<PartitionImage> partition = partitionOf(command.entityId());
        if (partition.isEmpty()) {
            command.refuse(Errors.NOT_COORDINATOR);
            return;
        }
        ActorRef<CoordinatorShard.Command> shard = shards.get(partition.get().partition());
        if (shard != null) {
            shard.tell(new CoordinatorShard.Execute(command));
        } else if (partition.get().leader() == nodeId) {
            host.tell(new CoordinatorHost.Early(partition.get().partition(), command));
        } else {
            command.refuse(Errors.NOT_COORDINATOR);
        }
    }

    /** Ends a transaction in a partition of the topic: appends its marker and has its records take effect. */
    public void endTransaction(int partition, TransactionEnd end, Reply<Errors> reply) {
        ActorRef<CoordinatorShard.Command> shard = shards.get(partition);
        if (shard == null) {
            reply.complete(Errors.NOT_LEADER_OR_FOLLOWER);
        } else {
            shard.tell(new CoordinatorShard.EndTransaction(end, reply));
        }
    }

    /** Tells every entity of this node's shards the command that is made for its id. */
    public void tellAll(Function<String, CoordinatorCommand> command) {
        shards.values().forEach(shard -> shard.tell(new CoordinatorShard.TellAll(command)));
    }

    /** Lists the entities of all shards of this node. */
    public void list(Reply<EntityList> reply) {
        List<ActorRef<CoordinatorShard.Command>> asked = List.copyOf(shards.values());
        ListCollector collector = new ListCollector(asked.size(), reply);
        asked.forEach(shard -> shard.tell(new CoordinatorShard.ListEntities(collector)));
    }

    /** This node leads a partition of the topic in this epoch; its view says so already. */
    public void onElected(PartitionHandle partition, int leaderEpoch) {
        host.tell(new CoordinatorHost.Elected(partition, leaderEpoch));
    }

    /** This node does not lead that partition of the topic any more. */
    public void onResigned(int partition) {
        host.tell(new CoordinatorHost.Resigned(partition));
    }
}
