package io.ottla.actors.journal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.simulation.Seeds;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The quorum journal under crashes, cut and lossy networks, several writers at once, lost disks and changes of voters, with
 * its invariants checked after every step. {@code -Dottla.seeds=n} runs more, {@code -Dottla.seed=s} one again.
 */
class QuorumSimulation {
    private static final int SEEDS = 2_000;
    private static final int SEEDS_TO_CATCH = 3_000;
    private static final long SUFFERING_MS = 6_000;

    @Test
    void keepsItsInvariantsWhateverHappens() {
        SimulatedQuorum.Tally all = Seeds.of(SEEDS)
                .mapToObj(QuorumSimulation::run)
                .reduce(new SimulatedQuorum.Tally(0, 0, 0, 0), SimulatedQuorum.Tally::plus);

        assertThat(all.committed()).as("committed entries: %s", all).isPositive();
        assertThat(all.writers()).as("writers: %s", all).isPositive();
    }

    private static SimulatedQuorum.Tally run(long seed) {
        try {
            SimulatedQuorum quorum = new SimulatedQuorum(seed, BrokenRule.NONE);
            quorum.suffer(SUFFERING_MS);
            boolean could = quorum.hasAMajority();
            assertThat(quorum.recover() || !could)
                    .as("a majority that is there can write")
                    .isTrue();
            return quorum.tally();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " (see it again with -Dottla.seed=" + seed + ")", e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = BrokenRule.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenRuleIsNoticed(BrokenRule broken) {
        Set<QuorumInvariant> noticed = EnumSet.noneOf(QuorumInvariant.class);
        for (long seed = 0; seed < SEEDS_TO_CATCH && !noticed.containsAll(broken.noticedBy()); seed++) {
            broken(seed, broken).ifPresent(noticed::add);
        }
        assertThat(noticed).as("invariants that noticed").containsAll(broken.noticedBy());
    }

    @Test
    void everyInvariantNoticesABrokenRule() {
        assertThat(Stream.of(BrokenRule.values()).flatMap(rule -> rule.noticedBy().stream()))
                .contains(QuorumInvariant.values());
    }

    /** The invariant that a seed breaks; none also where a machine finds fault with itself. */
    private static Optional<QuorumInvariant> broken(long seed, BrokenRule rule) {
        try {
            SimulatedQuorum quorum = new SimulatedQuorum(seed, rule);
            quorum.suffer(SUFFERING_MS);
            return Optional.empty();
        } catch (QuorumInvariants.Broken e) {
            return Optional.of(e.invariant);
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }
}
