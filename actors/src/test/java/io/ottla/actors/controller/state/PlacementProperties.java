package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementProperties {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void copiesStandOnDifferentBrokersAndLeadersAreSpreadEvenly(long seed) {
        Random random = new Random(seed);
        int brokers = 1 + random.nextInt(12);
        int racks = 1 + random.nextInt(4);
        int copies = 1 + random.nextInt(brokers);
        int partitions = 1 + random.nextInt(40);
        List<Placement.Site> sites = new ArrayList<>();
        for (int id = 0; id < brokers; id++) {
            sites.add(new Placement.Site(id, Optional.of("rack" + id % racks)));
        }

        List<List<Integer>> placed = new Placement(sites).place(partitions, copies, random.nextInt());

        Map<Integer, Integer> led = new HashMap<>();
        for (List<Integer> replicas : placed) {
            assertThat(new HashSet<>(replicas)).hasSize(copies);
            led.merge(replicas.get(0), 1, Integer::sum);
        }
        int most = led.values().stream().mapToInt(count -> count).max().orElseThrow();
        assertThat(most).isLessThanOrEqualTo((partitions + brokers - 1) / brokers);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoCopiesStandInTwoRacksWhenRacksAreEven(long seed) {
        int racks = 2 + (int) (seed % 3);
        List<Placement.Site> sites = new ArrayList<>();
        for (int id = 0; id < racks * 2; id++) {
            sites.add(new Placement.Site(id, Optional.of("rack" + id / 2)));
        }

        for (List<Integer> replicas : new Placement(sites).place(20, 2, (int) seed)) {
            assertThat(replicas.get(0) / 2).isNotEqualTo(replicas.get(1) / 2);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leadersAreSpreadEvenlyAlsoWhenRacksAreNot(long seed) {
        Random random = new Random(seed);
        int brokers = 3 + random.nextInt(8);
        List<Placement.Site> sites = new ArrayList<>();
        for (int id = 0; id < brokers; id++) {
            sites.add(new Placement.Site(id, Optional.of(id == 0 ? "small" : "large")));
        }

        List<List<Integer>> placed = new Placement(sites).place(brokers * 5, 2, (int) seed);

        Map<Integer, Integer> led = new HashMap<>();
        placed.forEach(replicas -> led.merge(replicas.get(0), 1, Integer::sum));
        assertThat(led.values()).containsOnly(5);
        assertThat(placed).allSatisfy(replicas -> assertThat(replicas).contains(0));
    }

    @ParameterizedTest(name = "{0} brokers")
    @ValueSource(ints = {3, 4, 5, 9})
    void theLeadershipsOfABrokerThatFailsGoToAllOthers(int brokers) {
        List<Placement.Site> sites = new ArrayList<>();
        for (int id = 0; id < brokers; id++) {
            sites.add(new Placement.Site(id, Optional.empty()));
        }

        Map<Integer, Integer> followers = new HashMap<>();
        for (List<Integer> replicas : new Placement(sites).place(brokers * (brokers - 1), 2, 0)) {
            if (replicas.get(0) == 0) {
                followers.merge(replicas.get(1), 1, Integer::sum);
            }
        }

        assertThat(followers).hasSize(brokers - 1);
        assertThat(followers.values()).containsOnly(1);
    }
}
