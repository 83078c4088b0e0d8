package io.ottla.multinode.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ottla.multinode.harness.ClusterExtension;
import io.ottla.multinode.harness.ClusterOfProcesses;
import io.ottla.multinode.harness.JavaClients;
import io.ottla.multinode.harness.OttlaProcess;
import io.ottla.multinode.workload.Workload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code make soak MINUTES=n}: three nodes under faults for so long, while clients write to topics that are checked, compacted and expire. Work comes in
 * rounds of about a minute, each with a topic of its own whose history is checked in the end, so that a run of any length fits into memory. One
 * node is halted but never killed: its memory and its open files must stay what they were.
 */
@EnabledIfSystemProperty(named = "ottla.soak.minutes", matches = "\\d+", disabledReason = "make soak MINUTES=n runs it")
class SoakIT {
    private static final long MINUTES = Long.getLong("ottla.soak.minutes", 1);
    private static final long SEED = Long.getLong("ottla.seed", System.nanoTime());
    private static final int FAULTS_PER_ROUND = 5;
    private static final int SPARED = 1;

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.with(
            3,
            settings -> settings.withHeapMiB(256)
                    .with("log.initial.task.delay.ms", "1000")
                    .with("log.retention.check.interval.ms", "2000")
                    .with("log.segment.delete.delay.ms", "1000")
                    .with("log.cleaner.backoff.ms", "1000"));

    private final ClusterOfProcesses cluster = EXTENSION.cluster();
    private final Random random = new Random(SEED);
    private final Footprint footprint = new Footprint(cluster.node(SPARED));
    private int rounds;
    private int faults;
    private long checked;

    @Test
    void everyHistoryIsCorrectAndMemoryAndOpenFilesStayFlat() {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        Upserts upserts = Upserts.start(cluster.bootstrap(), "soak-compacted");
        Expiring expiring = Expiring.start(cluster.bootstrap(), "soak-expiring");
        assertThatCode(() -> {
                    do {
                        round();
                    } while (System.nanoTime() < end);
                    upserts.finish();
                    expiring.finish();
                })
                .as("seed %s", SEED)
                .doesNotThrowAnyException();
        report(upserts, expiring);
        assertThat(footprint.growth()).as(footprint.toString()).isEmpty();
    }

    private void round() {
        String topic = "soak-" + ++rounds;
        try (Workload workload = Workload.replicated(cluster, topic, 3)) {
            workload.awaitProgress(1_000);
            for (int fault = 0; fault < FAULTS_PER_ROUND; fault++) {
                strike(workload);
                workload.awaitProgress(1_000);
            }
            cluster.reviveAll();
            cluster.awaitAllInSync(topic);
            workload.finish();
            checked += workload.acknowledged();
        }
        try (Admin admin = JavaClients.admin(cluster.bootstrap())) {
            JavaClients.get(admin.deleteTopics(List.of(topic)).all());
        }
        footprint.sample();
    }

    private void strike(Workload workload) {
        int number = 1 + random.nextInt(cluster.nodes().size());
        OttlaProcess victim = cluster.node(number);
        int kind = number == SPARED ? 0 : random.nextInt(3);
        switch (kind) {
            case 0 -> victim.sigstop();
            case 1 -> victim.terminate();
            default -> victim.kill9();
        }
        workload.awaitAcknowledged(500);
        if (victim.isAlive()) {
            victim.sigcont();
        } else {
            victim.restart();
        }
        faults++;
        footprint.sample();
    }

    private void report(Upserts upserts, Expiring expiring) {
        System.out.printf(
                "soak: %d minutes, seed %d: %d rounds, %d faults, %d records checked; %s; %s; node %d: %s%n",
                MINUTES, SEED, rounds, faults, checked, upserts, expiring, SPARED, footprint);
    }
}
