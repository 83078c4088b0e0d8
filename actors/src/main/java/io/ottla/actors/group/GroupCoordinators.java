package io.ottla.actors.group;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupLimits;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.PartitionHandle;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** The way to the groups that this node coordinates; usable from any thread. */
public final class GroupCoordinators {
    private final int nodeId;
    private final MetadataCache metadata;
    private final ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards;
    private final ActorRef<CoordinatorHost.Command> host;

    GroupCoordinators(
            int nodeId,
            MetadataCache metadata,
            ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards,
            ActorRef<CoordinatorHost.Command> host) {
        this.nodeId = nodeId;
        this.metadata = metadata;
        this.shards = shards;
        this.host = host;
    }

    /**
     * The coordinators of a node; they begin their work with {@link #onElected}.
     *
     * @param diskReads runs the replay of the logs
     */
    public static GroupCoordinators create(
            ActorSystem<?> system,
            int nodeId,
            Supplier<BrokerSettings> settings,
            MetadataCache metadata,
            Executor diskReads,
            Clock clock) {
        ConcurrentMap<Integer, ActorRef<CoordinatorShard.Command>> shards = new ConcurrentHashMap<>();
        ActorRef<CoordinatorHost.Command> host = system.systemActorOf(
                CoordinatorHost.create(
                        () -> GroupSettings.from(settings.get()),
                        new Moments(clock, System::nanoTime),
                        diskReads,
                        shards),
                "group-coordinators",
                Props.empty());
        return new GroupCoordinators(nodeId, metadata, shards, host);
    }

    /**
     * The partition of the offsets topic that holds a group; empty while there is no such topic. Its leader coordinates the group.
     */
    public Optional<PartitionImage> partitionOf(String groupId) {
        return metadata.image()
                .topics()
                .topic(Topic.GROUP_METADATA_TOPIC_NAME)
                .flatMap(topic -> topic.partition(partitionNumber(groupId, topic)));
    }

    private static int partitionNumber(String groupId, TopicImage topic) {
        return Utils.abs(groupId.hashCode()) % topic.partitions().size();
    }

    /** Has a command carried out by its group, or refused with the error for a client that must look elsewhere or come again. */
    public void tell(GroupCommand command) {
        if (command.groupId().length() > GroupLimits.MAX_NAME_CHARS) {
            command.refuse(Errors.INVALID_GROUP_ID);
            return;
        }
        Optional<PartitionImage> partition = partitionOf(command.groupId());
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

    /** Lists the groups of all shards of this node. */
    public void list(Reply<GroupList> reply) {
        List<ActorRef<CoordinatorShard.Command>> asked = List.copyOf(shards.values());
        GroupListCollector collector = new GroupListCollector(asked.size(), reply);
        asked.forEach(shard -> shard.tell(new CoordinatorShard.ListGroups(collector)));
    }

    /** This node leads a partition of the offsets topic in this epoch; its view says so already. */
    public void onElected(PartitionHandle partition, int leaderEpoch) {
        host.tell(new CoordinatorHost.Elected(partition, leaderEpoch));
    }

    /** This node does not lead that partition of the offsets topic any more. */
    public void onResigned(int partition) {
        host.tell(new CoordinatorHost.Resigned(partition));
    }

    /** Topics were deleted: their committed offsets mean nothing to a topic of the same name that comes later. */
    public void onTopicsDeleted(Set<String> topics) {
        shards.values().forEach(shard -> shard.tell(new CoordinatorShard.ForgetTopics(topics)));
    }
}
