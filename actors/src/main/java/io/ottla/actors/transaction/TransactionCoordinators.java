package io.ottla.actors.transaction;

import akka.actor.typed.ActorSystem;
import io.ottla.actors.Reply;
import io.ottla.actors.config.BrokerSettings;
import io.ottla.actors.coordinator.Coordinators;
import io.ottla.actors.metadata.MetadataCache;
import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.transaction.state.MarkersDue;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import io.ottla.actors.transaction.state.TransactionCommand;
import io.ottla.actors.transaction.state.TransactionListing;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/** The way to the transactional ids that this node coordinates; usable from any thread. */
public final class TransactionCoordinators {
    /** Longer names could not be stored: a record's strings have a length of two bytes. */
    private static final int MAX_ID_CHARS = 10_000;

    private final Coordinators coordinators;
    private final TransactionMarkers markers;
    private final int nodeId;
    private final RemoteTransactions remote;

    private TransactionCoordinators(
            Coordinators coordinators, TransactionMarkers markers, int nodeId, RemoteTransactions remote) {
        this.coordinators = coordinators;
        this.markers = markers;
        this.nodeId = nodeId;
        this.remote = remote;
    }

    /**
     * The coordinators of a node; they begin their work with {@link #onElected}.
     *
     * @param markers ends their transactions
     * @param remote asks the coordinators on other nodes
     * @param diskReads runs the replay of the logs
     */
    public static TransactionCoordinators create(
            ActorSystem<?> system,
            int nodeId,
            Supplier<BrokerSettings> settings,
            MetadataCache metadata,
            TransactionMarkers markers,
            RemoteTransactions remote,
            Executor diskReads,
            Clock clock) {
        Way way = new Way();
        IntFunction<Reply<MarkersDue>> ofEpoch =
                leaderEpoch -> due -> new MarkersOfTransaction(due, way::tell).write(markers, leaderEpoch);
        Coordinators coordinators = Coordinators.create(
                system,
                "transaction-coordinators",
                nodeId,
                Topic.TRANSACTION_STATE_TOPIC_NAME,
                leaderEpoch -> TransactionKind.from(settings.get(), ofEpoch.apply(leaderEpoch)),
                metadata,
                diskReads,
                clock);
        way.coordinators = Optional.of(coordinators);
        return new TransactionCoordinators(coordinators, markers, nodeId, remote);
    }

    /** From the markers back to who asked for them, which is made after them. */
    private static final class Way {
        private volatile Optional<Coordinators> coordinators = Optional.empty();

        void tell(TransactionCommand command) {
            coordinators.ifPresent(known -> known.tell(command));
        }
    }

    /** The partition of the transaction topic that holds an id; empty while there is no such topic. Its leader coordinates it. */
    public Optional<PartitionImage> partitionOf(String transactionalId) {
        return coordinators.partitionOf(transactionalId);
    }

    /** Has a command carried out, or refused with the error for a client that must look elsewhere or come again. */
    public void tell(TransactionCommand command) {
        if (command.entityId().isEmpty() || command.entityId().length() > MAX_ID_CHARS) {
            command.refuse(Errors.INVALID_REQUEST);
        } else {
            coordinators.tell(command);
        }
    }

    /** Adds partitions to a transaction, or looks for them in it, on whatever node it is coordinated. */
    public void enter(RemoteTransactions.Entry entry, Reply<PartitionsAnswer> reply) {
        int coordinator =
                partitionOf(entry.transactionalId()).map(PartitionImage::leader).orElse(nodeId);
        if (coordinator != nodeId && coordinator != PartitionImage.NO_LEADER) {
            remote.enter(coordinator, entry, reply);
        } else if (entry.adds()) {
            tell(new TransactionCommand.AddPartitions(
                    entry.transactionalId(), entry.producer(), entry.partitions(), true, reply));
        } else {
            tell(new TransactionCommand.Verify(entry.transactionalId(), entry.producer(), entry.partitions(), reply));
        }
    }

    /** Ends transactions in this node's partitions, for coordinators elsewhere and for operators. */
    public TransactionMarkers markers() {
        return markers;
    }

    /** Lists the transactional ids of all shards of this node. */
    public void list(Reply<TransactionList> reply) {
        coordinators.list(list -> reply.complete(new TransactionList(
                list.error(),
                list.entities().stream().map(TransactionListing.class::cast).toList())));
    }

    /** This node leads a partition of the transaction topic in this epoch; its view says so already. */
    public void onElected(PartitionHandle partition, int leaderEpoch) {
        coordinators.onElected(partition, leaderEpoch);
    }

    /** This node does not lead that partition of the transaction topic any more. */
    public void onResigned(int partition) {
        coordinators.onResigned(partition);
    }
}
