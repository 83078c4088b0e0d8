package io.ottla.actors.group;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.coordinator.Coordinators;
import io.ottla.actors.coordinator.EntityList;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.PartitionHandle;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/** The way to the groups that this node coordinates; usable from any thread. */
public final class GroupCoordinators {
    /** Longer names could not be stored: a record's strings have a length of two bytes. */
    private static final int MAX_GROUP_ID_CHARS = 10_000;

    private final Coordinators coordinators;

    private GroupCoordinators(Coordinators coordinators) {
        this.coordinators = coordinators;
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
        ConsumerSurroundings surroundings = new ConsumerSurroundings(settings, metadata);
        return new GroupCoordinators(Coordinators.create(
                system,
                "group-coordinators",
                nodeId,
                Topic.GROUP_METADATA_TOPIC_NAME,
                leaderEpoch -> GroupKind.from(settings.get(), surroundings),
                metadata,
                diskReads,
                clock));
    }

    /**
     * The partition of the offsets topic that holds a group; empty while there is no such topic. Its leader coordinates the group.
     */
    public Optional<PartitionImage> partitionOf(String groupId) {
        return coordinators.partitionOf(groupId);
    }

    /** Has a command carried out by its group, or refused with the error for a client that must look elsewhere or come again. */
    public void tell(GroupCommand command) {
        if (command.groupId().length() > MAX_GROUP_ID_CHARS) {
            command.refuse(Errors.INVALID_GROUP_ID);
        } else {
            coordinators.tell(command);
        }
    }

    /** Ends a transaction in a partition of the offsets topic: appends its marker; offsets committed in it count or are forgotten. */
    public void endTransaction(int partition, TransactionEnd end, Reply<Errors> reply) {
        coordinators.endTransaction(partition, end, reply);
    }

    /** Lists the groups of all shards of this node. */
    public void list(Reply<GroupList> reply) {
        coordinators.list(list -> reply.complete(groups(list)));
    }

    private static GroupList groups(EntityList list) {
        List<GroupListing> groups =
                list.entities().stream().map(GroupListing.class::cast).toList();
        return new GroupList(list.error(), groups);
    }

    /** This node leads a partition of the offsets topic in this epoch; its view says so already. */
    public void onElected(PartitionHandle partition, int leaderEpoch) {
        coordinators.onElected(partition, leaderEpoch);
    }

    /** This node does not lead that partition of the offsets topic any more. */
    public void onResigned(int partition) {
        coordinators.onResigned(partition);
    }

    /** Topics were deleted: their committed offsets mean nothing to a topic of the same name that comes later. */
    public void onTopicsDeleted(Set<String> topics) {
        coordinators.tellAll(id -> new GroupCommand.ForgetTopics(id, topics));
    }
}
