package io.ottla.actors.simulation.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ottla.actors.simulation.Seeds;
import io.ottla.actors.simulation.cluster.ClusterSimulator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exactly once, whatever happens to nodes, network, coordinators and workers. {@code make simulate SEEDS=n} runs more, {@code
 * -Dottla.seed=s} one again.
 */
class TransactionsOnClusterSimulation {
    private static final int USUALLY = 200;
    private static final int SEEDS_TO_NOTICE = 300;

    @Test
    void everyInputHasOneOutputWhateverHappens() {
        long promised = Seeds.of(USUALLY).filter(seed -> run(seed, Set.of())).count();

        assertThat(promised)
                .as("seeds in which something was promised to the end")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void aBrokenRuleIsNoticed(Rule rule) {
        for (long seed = 0; seed < SEEDS_TO_NOTICE; seed++) {
            try {
                run(seed, Set.of(rule));
            } catch (AssertionError noticed) {
                return;
            }
        }
        fail("nothing noticed that " + rule + " is broken");
    }

    private static boolean run(long seed, Set<Rule> broken) {
        TransactionsWorld world = new TransactionsWorld(broken);
        ClusterSimulator.run(seed, world);
        return !world.isExcused();
    }
}
