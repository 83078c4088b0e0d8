package io.ottla.actors.controller.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the replicas of new partitions on brokers: leaders go round, the copies of a partition stand on different brokers,
 * and in different racks as far as racks are known and enough.
 *
 * <p>With every round the followers of a leader are others, so that the leaderships of a broker that fails are spread over
 * all that are left.
 */
final class Placement {
    private final List<Integer> ring;
    private final Map<Integer, String> racks = new HashMap<>();

    /** Where a broker stands. */
    record Site(int brokerId, Optional<String> rack) {}

    /** A placement over these brokers; there must be at least one. */
    Placement(List<Site> sites) {
        // A broker that does not tell its rack shares one with nobody.
        sites.forEach(site -> racks.put(site.brokerId(), site.rack().orElse("\0" + site.brokerId())));
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
            int leader = Math.floorMod(start + partition, ring.size());
            result.add(replicas(leader, replicationFactor, partition / ring.size()));
        }
        return result;
    }

    private List<Integer> replicas(int leader, int replicationFactor, int round) {
        List<Integer> order = new ArrayList<>(ring.size());
        order.add(ring.get(leader));
        for (int i = 0; i < ring.size() - 1; i++) {
            int distance = 1 + (round + i) % (ring.size() - 1);
            order.add(ring.get((leader + distance) % ring.size()));
        }
        return spreadOverRacks(order, replicationFactor);
    }

    /** The first of the order, each in a rack that the ones before it are not in; when all racks are taken, anew. */
    private List<Integer> spreadOverRacks(List<Integer> order, int replicationFactor) {
        List<Integer> left = new ArrayList<>(order);
        List<Integer> chosen = new ArrayList<>(replicationFactor);
        while (chosen.size() < replicationFactor) {
            Set<String> taken = new HashSet<>();
            for (int id : List.copyOf(left)) {
                if (chosen.size() < replicationFactor && taken.add(rack(id))) {
                    chosen.add(id);
                    left.remove((Integer) id);
                }
            }
        }
        return List.copyOf(chosen);
    }

    private String rack(int id) {
        return racks.getOrDefault(id, "");
    }

    /** Neighbours on the ring are in different racks while racks last, so that a rack that fails takes few neighbours. */
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
