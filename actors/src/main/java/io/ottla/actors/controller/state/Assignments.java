package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/** Replica assignments against the brokers there are: made by {@link Placement}, or checked when given by hand. */
final class Assignments {
    private final MetadataImage image;

    Assignments(MetadataImage image) {
        this.image = image;
    }

    /**
     * Places new partitions. Who asks for more copies than brokers are awake gets the others on brokers that are not: they
     * catch up when they are back.
     *
     * @param clamped whether fewer copies than asked for will do for now (safety rule C7)
     */
    List<List<Integer>> place(int count, int replicationFactor, boolean clamped, int start) {
        if (replicationFactor < 1 || replicationFactor > Short.MAX_VALUE) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        List<Placement.Site> active = sites(true);
        List<Placement.Site> asleep = sites(false);
        if (active.isEmpty()) {
            throw new Refusal(Errors.INVALID_REPLICATION_FACTOR, "All brokers are currently fenced.");
        }
        int known = active.size() + asleep.size();
        if (replicationFactor > known && !clamped) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition " + replicationFactor
                            + " time(s): The target replication factor of " + replicationFactor
                            + " cannot be reached because only " + known + " broker(s) are registered.");
        }
        int awake = Math.min(replicationFactor, active.size());
        List<List<Integer>> placed = new Placement(active).place(count, awake, start);
        int others = Math.min(replicationFactor - awake, clamped ? 0 : asleep.size());
        return others == 0 ? placed : joined(placed, new Placement(asleep).place(count, others, start));
    }

    /** The brokers that may be given replicas: those that can take them now, or those that will when they are back. */
    private List<Placement.Site> sites(boolean active) {
        BrokerStates brokers = new BrokerStates(image);
        Set<Integer> drained = DrainedBrokers.of(image);
        return image.brokers().values().stream()
                .filter(broker -> brokers.isActive(broker.id()) == active && !drained.contains(broker.id()))
                .map(broker -> new Placement.Site(broker.id(), broker.rack()))
                .toList();
    }

    private static List<List<Integer>> joined(List<List<Integer>> first, List<List<Integer>> second) {
        List<List<Integer>> result = new ArrayList<>(first.size());
        for (int i = 0; i < first.size(); i++) {
            List<Integer> replicas = new ArrayList<>(first.get(i));
            replicas.addAll(second.get(i));
            result.add(replicas);
        }
        return result;
    }

    /** Checks the assignments of a new topic: partitions 0 to n-1, all with the same number of known brokers. */
    List<List<Integer>> manual(Map<Integer, List<Integer>> given) {
        List<List<Integer>> result = new ArrayList<>(given.size());
        for (int partition = 0; partition < given.size(); partition++) {
            List<Integer> replicas = given.get(partition);
            if (replicas == null) {
                throw new Refusal(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "partitions should be a consecutive 0-based integer sequence");
            }
            result.add(replicas);
        }
        return manual(
                result, given.size(), given.size() == 0 ? 0 : result.get(0).size());
    }

    /** Checks the assignments of {@code count} further partitions. */
    List<List<Integer>> manual(List<List<Integer>> given, int count, int replicationFactor) {
        if (given.size() != count) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "Attempted to add " + count + " additional partition(s), but only " + given.size()
                            + " assignment(s) were specified.");
        }
        given.forEach(replicas -> check(replicas, replicationFactor));
        return given;
    }

    private void check(List<Integer> replicas, int replicationFactor) {
        check(replicas);
        if (replicas.size() != replicationFactor) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "The manual partition assignment " + replicas + " has " + replicas.size()
                            + " replica(s), but the others have " + replicationFactor + ".");
        }
        if (replicas.stream().noneMatch(new BrokerStates(image)::isActive)) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "All brokers specified in the manual partition assignment " + replicas
                            + " are fenced or in controlled shutdown.");
        }
    }

    /** Checks that these are known brokers, each of them once. */
    void check(List<Integer> replicas) {
        if (replicas.isEmpty()) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "The manual partition assignment includes an empty replica list.");
        }
        if (new HashSet<>(replicas).size() != replicas.size()) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "The manual partition assignment includes the same broker more than once: " + replicas);
        }
        for (int id : replicas) {
            if (!image.brokers().containsKey(id)) {
                throw new Refusal(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The manual partition assignment includes broker " + id
                                + ", but no such broker is registered.");
            }
        }
    }
}
