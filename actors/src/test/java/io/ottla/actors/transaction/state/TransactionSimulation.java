package io.ottla.actors.transaction.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One transactional id with producers that come, go and stay as zombies, three partitions, and a coordinator that is replaced between
 * any two steps, refuses to write, and loses markers; messages are delayed and duplicated.
 *
 * <p>Whatever happens: what a transaction wrote is committed in all partitions or in none; nothing is committed that its producer did
 * not ask for; what was acknowledged is kept; nothing stays open for ever.
 */
class TransactionSimulation {
    private static final int STEPS = 3_000;

    final Set<Integer> commitAsked = new HashSet<>();
    final Set<Integer> commitAnswered = new HashSet<>();
    TestTransaction coordinator = new TestTransaction();
    private final List<SimulatedPartition> partitions = List.of(
            new SimulatedPartition(new TopicPartition("orders", 0)),
            new SimulatedPartition(new TopicPartition("orders", 1)),
            new SimulatedPartition(new TopicPartition("bills", 0)));
    private final List<Runnable> network = new ArrayList<>();
    private final List<SimulatedProducer> producers = new ArrayList<>();
    private Random random = new Random(0);
    private int transactions;
    private long writes;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isAtomicWhateverHappens(long seed) {
        random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        comeToRest();

        for (SimulatedPartition partition : partitions) {
            assertThat(partition.hasOpenTransaction())
                    .as("seed %d: open in %s", seed, partition.id)
                    .isFalse();
            assertThat(partition.committed).as("seed %d: asked for", seed).isSubsetOf(commitAsked);
            for (SimulatedPartition other : partitions) {
                assertThat(Collections.disjoint(partition.committed, other.aborted))
                        .as("seed %d: half aborted", seed)
                        .isTrue();
            }
            assertThat(Collections.disjoint(partition.aborted, commitAnswered))
                    .as("seed %d: acknowledged", seed)
                    .isTrue();
        }
        assertThat(coordinator.phase().isIdle())
                .as("seed %d: stuck in %s", seed, coordinator.phase())
                .isTrue();
        assertThat(transactions).as("seed %d: something happened", seed).isPositive();
    }

    private void step() {
        coordinator.logAnswers = random.nextInt(20) == 0 ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.NONE;
        int what = random.nextInt(100);
        if (what < 40 && !network.isEmpty()) {
            network.remove(random.nextInt(network.size())).run();
        } else if (what < 80) {
            if (producers.isEmpty() || random.nextInt(60) == 0) {
                producers.add(new SimulatedProducer(this, random, random.nextBoolean()));
            }
            producers
                    .get(producers.size() - 1 - random.nextInt(Math.min(3, producers.size())))
                    .step();
        } else if (what < 84) {
            coordinator.failOver();
        } else {
            coordinator.passTime(random.nextInt(200));
        }
        sendMarkers();
    }

    private void sendMarkers() {
        while (!coordinator.markers.isEmpty()) {
            MarkersDue due = coordinator.markers.remove();
            Set<TopicPartition> written = new HashSet<>();
            for (TopicPartition id : due.partitions()) {
                if (random.nextInt(5) > 0) {
                    // Markers come to the partitions of their node in the order in which they leave.
                    partition(id).mark(due.producer(), due.committed());
                    written.add(id);
                }
            }
            // The answers are late, but there is one for each, if only that the marker could not be written.
            sendOnceOrTwice(() -> coordinator.tell(
                    new TransactionCommand.MarkersWritten(due.transactionalId(), due.ending(), written)));
        }
    }

    /** Everything that is on its way arrives, and all transactions that are open run out of time. */
    private void comeToRest() {
        coordinator.logAnswers = Errors.NONE;
        for (int i = 0; i < 200; i++) {
            List<Runnable> now = List.copyOf(network);
            network.clear();
            now.forEach(Runnable::run);
            coordinator.passTime(500);
            sendMarkers();
        }
    }

    private SimulatedPartition partition(TopicPartition id) {
        return partitions.stream()
                .filter(each -> each.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    int begin() {
        return transactions++;
    }

    long nextWriteId() {
        return writes++;
    }

    SimulatedPartition anyPartition() {
        return partitions.get(random.nextInt(partitions.size()));
    }

    /** Sends a message, which arrives some time. */
    void send(Runnable message) {
        network.add(message);
    }

    /** Sends a message that may arrive twice. */
    void sendOnceOrTwice(Runnable message) {
        send(message);
        if (random.nextInt(5) == 0) {
            send(message);
        }
    }
}
