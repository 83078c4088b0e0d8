package io.ottla.actors.controller.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the replicas of new partitions on brokers: leaders go round, the copies of a partition stand on different brokers,
 * and in different racks as far as racks are known and enough.
 */
final class Placement {
    private final List<Integer> ring;

    /** Where a broker stands. */
    record Site(int brokerId, Optional<String> rack) {}

    /** A placement over these brokers; there must be at least one. */
    Placement(List<Site> sites) {
        ring = alternateRacks(sites);
    }

    /**
     * The replicas of {@code count} partitions.
     *
     * @param replicationFactor at most the number of brokers
     * @param start where on the ring the first leader stands; any number
     */
    List<List<Integer>> place(int count, int replicationFactor, int start) {
        if (replicationFactor < 1 || replicationFactor > ring.size()) {
            throw new IllegalArgumentException(replicationFactor + " replicas on " + ring.size() + " brokers");
        }
        List<List<Integer>> result = new ArrayList<>(count);
        for (int partition = 0; partition < count; partition++) {
            List<Integer> replicas = new ArrayList<>(replicationFactor);
            for (int replica = 0; replica < replicationFactor; replica++) {
                replicas.add(ring.get(Math.floorMod(start + partition + replica, ring.size())));
            }
            result.add(List.copyOf(replicas));
        }
        return result;
    }

    /** Neighbours on the ring are in different racks while racks last, so that neighbours make a good partition. */
    private static List<Integer> alternateRacks(List<Site> sites) {
        Map<String, List<Integer>> byRack = new LinkedHashMap<>();
        sites.stream()
                .sorted(Comparator.comparingInt(Site::brokerId))
                .forEach(site -> byRack.computeIfAbsent(site.rack().orElse(""), unused -> new ArrayList<>())
                        .add(site.brokerId()));
        List<Integer> result = new ArrayList<>(sites.size());
        for (int depth = 0; result.size() < sites.size(); depth++) {
            for (List<Integer> rack : byRack.values()) {
                if (depth < rack.size()) {
                    result.add(rack.get(depth));
                }
            }
        }
        return result;
    }
}
