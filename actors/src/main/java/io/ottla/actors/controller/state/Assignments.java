package io.ottla.actors.controller.state;

import io.ottla.actors.metadata.BrokerImage;
import io.ottla.actors.metadata.MetadataImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;

/** Replica assignments against the brokers there are: made by {@link Placement}, or checked when given by hand. */
final class Assignments {
    private final MetadataImage image;

    Assignments(MetadataImage image) {
        this.image = image;
    }

    /**
     * Places new partitions.
     *
     * @param clamped whether fewer copies than asked for will do for now (safety rule C7)
     */
    List<List<Integer>> place(int count, int replicationFactor, boolean clamped, int start) {
        if (replicationFactor < 1 || replicationFactor > Short.MAX_VALUE) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        List<Placement.Site> sites = image.brokers().values().stream()
                .filter(broker -> !broker.fenced())
                .map(broker -> new Placement.Site(broker.id(), broker.rack()))
                .toList();
        if (sites.isEmpty()) {
            throw new Refusal(Errors.INVALID_REPLICATION_FACTOR, "All brokers are currently fenced.");
        }
        if (replicationFactor > sites.size() && !clamped) {
            throw new Refusal(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition " + replicationFactor
                            + " time(s): The target replication factor of " + replicationFactor
                            + " cannot be reached because only " + sites.size() + " broker(s) are registered.");
        }
        return new Placement(sites).place(count, Math.min(replicationFactor, sites.size()), start);
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
        if (replicas.size() != replicationFactor) {
            throw new Refusal(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "The manual partition assignment " + replicas + " has " + replicas.size()
                            + " replica(s), but the others have " + replicationFactor + ".");
        }
        for (int id : replicas) {
            BrokerImage broker = image.brokers().get(id);
            if (broker == null) {
                throw new Refusal(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The manual partition assignment includes broker " + id
                                + ", but no such broker is registered.");
            }
        }
    }
}
