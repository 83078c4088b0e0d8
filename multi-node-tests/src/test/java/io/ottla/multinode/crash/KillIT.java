package io.ottla.multinode.crash;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.ottla.multinode.harness.NodeExtension;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.Workload;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node is killed again and again while clients write, read and commit. {@code -Dottla.crash.rounds=n} runs more rounds,
 * {@code -Dottla.seed=n} the same instants again.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("ottla.crash.rounds", 6);
    private static final long SEED = Long.getLong("ottla.seed", System.nanoTime());

    @RegisterExtension
    static final NodeExtension NODE = NodeExtension.withDefaults();

    private final Random random = new Random(SEED);

    @Test
    void losesDuplicatesAndReordersNothingWhenKilledAgainAndAgain() {
        OttlaProcess node = NODE.process();
        try (Workload workload = Workload.single(node.bootstrap(), "killed", 3)) {

            for (int round = 0; round < ROUNDS; round++) {
                awaitWork(workload);
                node.kill9();
                node.restart();
                workload.lookUpCommits();
            }
            awaitWork(workload);

            assertThatCode(workload::finish).as("seed %s", SEED).doesNotThrowAnyException();
        }
    }

    /** Waits for some more acknowledged records, a different number each time. */
    private void awaitWork(Workload workload) {
        workload.awaitProgress(500 + random.nextInt(4_000));
    }
}
