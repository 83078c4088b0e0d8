package io.ottla.multinode.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A storm of restarts: one, two or all three nodes at once are killed, halted or told to end, and come back before the others
 * have noticed or long after. {@code -Dottla.crash.rounds=n} runs more rounds, {@code -Dottla.seed=n} the same choices again.
 */
class StormIT {
    private static final List<String> TOPICS = List.of("storm", "__consumer_offsets", "__transaction_state");
    private static final int ROUNDS = Integer.getInteger("ottla.crash.rounds", 4);
    private static final long SEED = Long.getLong("ottla.seed", System.nanoTime());

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.of(3);

    private final ClusterOfProcesses cluster = EXTENSION.cluster();
    private final Random random = new Random(SEED);
    /** Whether every copy was in sync before the next strike, so that any two nodes can go on. */
    private boolean whole = true;

    @Test
    void losesDoublesAndReordersNothingInAStormOfRestarts() {
        try (Workload workload = Workload.replicated(cluster, "storm", 3)) {
            workload.awaitProgress(1_000);
            assertThatCode(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            strike(workload);
                        }
                        cluster.reviveAll();
                        workload.awaitProgress(1_000);
                        workload.awaitProgressEverywhere(300);
                        workload.finish();
                    })
                    .as("seed %s", SEED)
                    .doesNotThrowAnyException();
        }
    }

    private void strike(Workload workload) {
        List<OttlaProcess> victims = new ArrayList<>(cluster.nodes());
        Collections.shuffle(victims, random);
        victims = victims.subList(0, 1 + random.nextInt(3));
        for (OttlaProcess victim : victims) {
            switch (random.nextInt(3)) {
                case 0 -> victim.terminate();
                case 1 -> victim.sigstop();
                default -> victim.kill9();
            }
        }
        boolean othersGoOn = whole && victims.size() == 1;
        if (othersGoOn && random.nextBoolean()) {
            workload.awaitProgress(500 + random.nextInt(1_000));
        }
        for (OttlaProcess victim : victims) {
            if (victim.isAlive()) {
                victim.sigcont();
            } else {
                victim.relaunch();
            }
        }
        whole = random.nextBoolean();
        if (whole) {
            cluster.reviveAll();
            TOPICS.forEach(cluster::awaitAllInSync);
            workload.awaitProgress(500 + random.nextInt(1_000));
            workload.awaitProgressEverywhere(100);
        }
    }
}
