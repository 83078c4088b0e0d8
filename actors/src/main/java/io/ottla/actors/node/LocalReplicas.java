package io.ottla.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.ottla.actors.config.TopicSettings;
import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.ConfigResource;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataUpdate;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.metadata.TopicImage;
import io.ottla.actors.partition.Partition;
import io.ottla.actors.partition.PartitionActor;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.state.ReplicationRules;
import io.ottla.storage.LogDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** The replicas on this node, kept as the metadata says. Part of {@link NodeActor}, on its thread. */
final class LocalReplicas {
    private final ActorContext<NodeActor.Command> context;
    private final int nodeId;
    private final BrokerParts parts;
    private final Map<Uuid, Map<Integer, Replica>> byTopic = new HashMap<>();
    private final Set<PartitionHandle> opening = new HashSet<>();
    private final OpeningProgress progress = new OpeningProgress();
    private final Map<TopicPartition, CompletableFuture<Boolean>> deleting = new HashMap<>();

    private final ReplicaMoves moves;

    /**
     * Whether metadata has been applied that knows of this process. While the first such is, a replica whose log is not found is in a directory that
     * is not there, if there is one, and must not begin anew. What comes later is new.
     */
    private boolean began;

    private Map<Integer, BrokerImage> brokers = Map.of();

    /** A replica, and what it was last told of its role. */
    private static final class Replica {
        final PartitionHandle handle;
        int toldPartitionEpoch = -1;

        Replica(PartitionHandle handle) {
            this.handle = handle;
        }
    }

    LocalReplicas(ActorContext<NodeActor.Command> context, int nodeId, BrokerParts parts) {
        this.context = context;
        this.nodeId = nodeId;
        this.parts = parts;
        this.moves = new ReplicaMoves(parts);
    }

    /** Begins to move replicas to other log directories; completes with what became of each. */
    CompletionStage<Map<TopicPartition, Errors>> move(Map<TopicPartition, String> wanted, MetadataImage image) {
        return moves.begin(wanted, image);
    }

    /** The disk of this directory failed: every replica in it is offline, and none moves there. */
    void directoryFailed(LogDirectory directory, Throwable cause) {
        if (parts.disks().failed(directory)) {
            context.getLog().error("the log directory {} has failed and is offline", directory.path(), cause);
            all().forEach(handle -> handle.tell(new Partition.FailDisk(directory, cause)));
        }
    }

    /**
     * Makes the replicas what the metadata says. Nothing happens before it knows of this process: until then it may be older than what an earlier
     * process here did, so that logs of topics that it does not know yet would be taken for those of deleted ones, and replicas that it does not
     * name yet for new ones.
     *
     * @param image the metadata now
     * @param update what made it so
     * @param knowsThisProcess whether this process is registered in it
     */
    void update(MetadataImage image, MetadataUpdate update, boolean knowsThisProcess) {
        if (began && update instanceof MetadataUpdate.EventsCommitted committed) {
            apply(image, committed.events());
        } else if (began) {
            applyAll(image);
        } else if (knowsThisProcess) {
            parts.disks().deleteStrays(image, nodeId);
            applyAll(image);
            began = true;
        }
    }

    /** Makes the replicas what this image says, whatever they were; logs of topics that are gone are deleted. */
    private void applyAll(MetadataImage image) {
        List.copyOf(byTopic.keySet()).forEach(id -> {
            if (image.topics().topic(id).isEmpty()) {
                remove(id);
            }
        });
        image.topics().all().forEach(topic -> apply(image, topic));
    }

    /** Makes the replicas what this image says, knowing that only these events have changed it. */
    private void apply(MetadataImage image, List<MetadataEvent> events) {
        boolean everyTopic = SettingsChange.in(events);
        Set<Uuid> touched = new HashSet<>();
        Set<String> configured = new HashSet<>();
        for (MetadataEvent event : events) {
            if (event instanceof MetadataEvent.TopicCreated created) {
                touched.add(created.id());
            } else if (event instanceof MetadataEvent.TopicDeleted deleted) {
                remove(deleted.id());
            } else if (event instanceof MetadataEvent.PartitionsAdded added) {
                touched.add(added.topicId());
            } else if (event instanceof MetadataEvent.PartitionsChanged changed) {
                changed.changes().forEach(change -> touched.add(change.topicId()));
            } else if (event instanceof MetadataEvent.ConfigChanged changed
                    && changed.resource().type() == ConfigResource.Type.TOPIC) {
                configured.add(changed.resource().name());
            }
        }
        touched.forEach(id -> image.topics().topic(id).ifPresent(topic -> apply(image, topic)));
        if (everyTopic) {
            image.topics().all().forEach(topic -> configure(image, topic));
        } else {
            configured.forEach(name -> image.topics().topic(name).ifPresent(topic -> configure(image, topic)));
        }
    }

    /** The node's metadata shows this image now: a follower that has everything may join the ISR as soon as its broker serves. */
    void published(MetadataImage image) {
        if (!image.brokers().equals(brokers)) {
            brokers = image.brokers();
            checkFollowers();
        }
    }

    /** Has every leader look at its followers. */
    void checkFollowers() {
        long now = parts.clock().millis();
        for (PartitionHandle handle : all()) {
            if (handle.leadingView() != null) {
                handle.tell(new Partition.CheckFollowers(now));
            }
        }
    }

    /** Has every replica stop leading: this node is fenced (safety rule M7). The metadata will say who leads. */
    void stopLeading() {
        for (PartitionHandle handle : all()) {
            handle.tell(new Partition.StopLeading(Integer.MAX_VALUE));
        }
    }

    /** The log of this replica is open. */
    void opened(PartitionHandle handle) {
        if (opening.remove(handle)) {
            progress.opened(opening.size(), parts.clock().millis())
                    .ifPresent(line -> context.getLog().info(line));
        }
    }

    /** Whether no log is being opened. */
    boolean allOpen() {
        return opening.isEmpty();
    }

    /** Every replica. */
    Collection<PartitionHandle> all() {
        List<PartitionHandle> result = new ArrayList<>();
        byTopic.values().forEach(ofTopic -> ofTopic.values().forEach(replica -> result.add(replica.handle)));
        return result;
    }

    /** Tells every replica to close; each reports with {@link NodeActor.ReplicaClosed}. Returns those told. */
    Collection<PartitionHandle> closeAll() {
        Collection<PartitionHandle> all = all();
        ActorRef<NodeActor.Command> self = context.getSelf();
        for (PartitionHandle handle : all) {
            handle.tell(new Partition.Close(done -> self.tell(new NodeActor.ReplicaClosed(handle))));
        }
        return all;
    }

    private void apply(MetadataImage image, TopicImage topic) {
        PartitionActor.Settings settings = null;
        for (PartitionImage partition : topic.partitions()) {
            if (partition.replicas().contains(nodeId)) {
                Map<Integer, Replica> ofTopic = byTopic.computeIfAbsent(topic.id(), unused -> new HashMap<>());
                Replica replica = ofTopic.get(partition.partition());
                if (replica == null) {
                    // The same for all replicas of the topic, and what is dearest about a new one.
                    settings = settings == null ? settings(image, topic.name()) : settings;
                    replica = spawn(topic, partition.partition(), settings);
                    ofTopic.put(partition.partition(), replica);
                }
                tellRole(replica, partition);
            } else {
                removeReplica(topic.id(), partition.partition());
            }
        }
    }

    private Replica spawn(TopicImage topic, int number, PartitionActor.Settings settings) {
        TopicIdPartition id = new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), number));
        PartitionHandle handle = new PartitionHandle(id);
        boolean absent = !began && parts.disks().anyAbsent() && !parts.disks().knows(id);
        Disks.Place place = absent ? parts.disks().anyPlace() : parts.disks().place(id);
        NodePartitionEvents events = new NodePartitionEvents(context.getSelf(), parts.events());
        Behavior<Partition.Command> replica = absent
                ? PartitionActor.createOffline(nodeId, handle, place.home(), parts.replication(), events, parts.clock())
                : PartitionActor.create(
                        nodeId,
                        handle,
                        place.home().directory(),
                        settings,
                        deleting.getOrDefault(id.topicPartition(), CompletableFuture.completedFuture(true)),
                        place.home().threads(),
                        parts.replication(),
                        events,
                        parts.clock());
        handle.bind(context.spawn(
                replica, "partition-" + topic.id() + "-" + number, DispatcherSelector.fromConfig(place.dispatcher())));
        if (!absent) {
            if (opening.isEmpty()) {
                progress.began(parts.clock().millis());
            }
            opening.add(handle);
            moves.resume(handle);
        }
        parts.partitions().add(handle);
        return new Replica(handle);
    }

    private void tellRole(Replica replica, PartitionImage partition) {
        if (partition.partitionEpoch() == replica.toldPartitionEpoch) {
            return;
        }
        replica.toldPartitionEpoch = partition.partitionEpoch();
        replica.handle.tell(
                partition.leader() == nodeId ? new Partition.Lead(partition) : new Partition.Follow(partition));
    }

    private void configure(MetadataImage image, TopicImage topic) {
        PartitionActor.Settings settings = settings(image, topic.name());
        byTopic.getOrDefault(topic.id(), Map.of())
                .values()
                .forEach(replica -> replica.handle.tell(new Partition.Configure(settings)));
    }

    private PartitionActor.Settings settings(MetadataImage image, String topic) {
        Map<String, String> own = image.config(ConfigResource.topic(topic));
        return new PartitionActor.Settings(
                TopicSettings.toLogConfig(own, parts.settings().get()),
                new ReplicationRules(
                        TopicSettings.minInSyncReplicas(own, parts.settings().get()),
                        parts.settings().get().getLong("replica.lag.time.max.ms")));
    }

    private void remove(Uuid topicId) {
        Map<Integer, Replica> gone = byTopic.remove(topicId);
        if (gone != null) {
            gone.values().forEach(this::delete);
        }
    }

    /** A reassignment has taken the replica off this node. */
    private void removeReplica(Uuid topicId, int partition) {
        Map<Integer, Replica> ofTopic = byTopic.get(topicId);
        Replica gone = ofTopic == null ? null : ofTopic.remove(partition);
        if (gone != null) {
            delete(gone);
        }
    }

    private void delete(Replica replica) {
        deleting.values().removeIf(CompletableFuture::isDone);
        parts.partitions().remove(replica.handle);
        opening.remove(replica.handle);
        parts.disks().forget(replica.handle.id());
        CompletableFuture<Boolean> deleted = new CompletableFuture<>();
        deleting.put(replica.handle.id().topicPartition(), deleted);
        replica.handle.tell(new Partition.Delete(deleted::complete));
    }
}
