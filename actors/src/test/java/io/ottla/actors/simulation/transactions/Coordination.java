package io.ottla.actors.simulation.transactions;

import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.group.state.Group;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupLimits;
import io.ottla.actors.group.state.TestGroups;
import io.ottla.actors.group.state.TestTopics;
import io.ottla.actors.group.state.assignor.Assignors;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerSettings;
import io.ottla.actors.transaction.state.MarkersDue;
import io.ottla.actors.transaction.state.Transaction;
import io.ottla.actors.transaction.state.TransactionCommand;
import io.ottla.actors.transaction.state.TransactionLimits;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** The coordinators of the cluster: which partitions are theirs, what is set for them, and the way of markers to the partitions. */
final class Coordination {
    /** The topic that the workers read; it is not simulated but for its name. */
    static final String INPUTS = "inputs";

    static final int INPUT_PARTITIONS = 3;
    static final int TRANSACTION_TIMEOUT_MS = 1_500;
    private static final int ID_EXPIRATION_MS = 2_500;
    private static final int HOLD_MS = 100;
    private static final int STANDSTILL_MS = 50;
    private static final int SESSION_TIMEOUT_MS = 1_000;
    private static final int HEARTBEAT_MS = 100;
    private static final TransactionLimits TRANSACTIONS = new TransactionLimits(60_000, ID_EXPIRATION_MS, HOLD_MS);
    private static final GroupLimits GROUPS = new GroupLimits(100, 60_000, 100, 1_000_000, 0, 4_096, 7 * 86_400_000L);
    private static final ConsumerSettings CONSUMERS = new ConsumerSettings(
            Assignors.of(List.of("uniform", "range")),
            100,
            500_000,
            SESSION_TIMEOUT_MS,
            OptionalInt.of(HEARTBEAT_MS),
            OptionalInt.empty(),
            600_000,
            true,
            true);
    private static final TestTopics TOPICS = TestTopics.EMPTY.with(INPUTS, INPUT_PARTITIONS);

    private final TransactionsWorld world;

    Coordination(TransactionsWorld world) {
        this.world = world;
    }

    /** The coordinator that a leadership makes of a node, if it does. */
    Optional<CoordinatorTerm> of(PartitionTerm partition) {
        return switch (partition.leadership().partition()) {
            case TransactionsWorld.TRANSACTIONS ->
                Optional.of(new CoordinatorTerm(
                        world, partition, id -> new Transaction(id, TRANSACTIONS, due -> write(due, partition))));
            case TransactionsWorld.OFFSETS ->
                Optional.of(new CoordinatorTerm(
                        world,
                        partition,
                        id -> new Group(
                                id, GROUPS, new ConsumerContext(() -> CONSUMERS, () -> TOPICS, TestGroups.NO_LOAD))));
            default -> Optional.empty();
        };
    }

    void tick(CoordinatorTerm coordinator) {
        coordinator.tick(expiry(coordinator));
    }

    private static Function<String, CoordinatorCommand> expiry(CoordinatorTerm coordinator) {
        boolean groups = coordinator.entities().values().stream().anyMatch(Group.class::isInstance);
        return groups ? GroupCommand.Expire::new : TransactionCommand.Expire::new;
    }

    /** Asks for the markers, and tells the coordinator once every partition has answered. */
    private void write(MarkersDue due, PartitionTerm coordinator) {
        TransactionEnd end =
                new TransactionEnd(due.producer(), coordinator.leadership().epoch(), due.committed(), due.nextEpoch());
        Set<TopicPartition> written = new HashSet<>();
        int[] missing = {due.partitions().size()};
        due.partitions().stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .forEach(partition -> world.<Errors>askOnce(
                        coordinator.leadership().node(),
                        partition.partition(),
                        (terms, reply) -> terms.coordinator()
                                .ifPresentOrElse(
                                        group -> group.end(end, reply),
                                        () -> terms.partition().end(end, reply)),
                        Errors.NOT_LEADER_OR_FOLLOWER,
                        error -> {
                            if (error == Errors.NONE || error == Errors.INVALID_PRODUCER_EPOCH) {
                                written.add(partition);
                            }
                            missing[0]--;
                            if (missing[0] == 0) {
                                answered(due, coordinator, written);
                            }
                        }));
    }

    private void answered(MarkersDue due, PartitionTerm coordinator, Set<TopicPartition> written) {
        if (coordinator.leadership().standsStill()) {
            world.cluster().time().after(STANDSTILL_MS, () -> answered(due, coordinator, written));
            return;
        }
        world.coordinator(coordinator)
                .ifPresent(term -> term.execute(
                        new TransactionCommand.MarkersWritten(due.transactionalId(), due.ending(), written)));
    }
}
