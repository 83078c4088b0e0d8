package io.ottla.actors.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ottla.actors.simulation.Seeds;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters under faults, and clusters that break a rule. {@code make simulate SEEDS=n} runs more, {@code -Dottla.seed=s} one again. */
class ClusterSimulation {
    private static final int USUALLY = 1_500;
    private static final int SEEDS_TO_NOTICE = 3_000;

    @Test
    void nothingAcknowledgedIsLostWhateverHappens() {
        long acknowledged = Seeds.of(USUALLY)
                .map(seed -> ClusterSimulator.run(seed, Set.of()))
                .sum();

        assertThat(acknowledged).as("records that the faults left room for").isPositive();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void aBrokenRuleIsNoticed(Rule rule) {
        Set<Invariant> others = EnumSet.noneOf(Invariant.class);
        for (long seed = 0; seed < SEEDS_TO_NOTICE; seed++) {
            try {
                ClusterSimulator.run(seed, Set.of(rule));
            } catch (ClusterSimulator.Failed failed) {
                if (failed.broke(rule.noticedBy())) {
                    return;
                }
                failed.invariant().ifPresent(others::add);
            }
        }
        fail(rule + " is broken, and " + rule.noticedBy() + " does not notice; what does: " + others);
    }

    @Test
    void everyInvariantNoticesABrokenRule() {
        Set<Invariant> used = EnumSet.noneOf(Invariant.class);
        for (Rule rule : Rule.values()) {
            used.add(rule.noticedBy());
        }

        assertThat(used).containsExactlyInAnyOrder(Invariant.values());
    }
}
