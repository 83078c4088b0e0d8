package io.ottla.actors.partition.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class TransactionGateTest {
    private static final TransactionCheck CHECK = new TransactionCheck(7, (short) 1, reply -> {});
    private static final TransactionGate.Producers NOBODY = (producerId, epoch) -> false;

    private final Deque<TransactionCheck> asked = new ArrayDeque<>();
    private final TransactionGate gate = new TransactionGate(asked::add);
    private final List<String> passed = new ArrayList<>();

    @Test
    void asksOnceAndKeepsTheOrderOfWhatWaits() {
        pass("first");
        pass("second");
        assertThat(asked).hasSize(1);
        assertThat(passed).isEmpty();

        gate.answered(asked.remove(), Errors.NONE);
        pass("third");

        assertThat(passed).containsExactly("first NONE", "second NONE", "third NONE");
        assertThat(asked).isEmpty();
    }

    @Test
    void doesNotAskForAProducerWhoseTransactionTheLogShows() {
        gate.pass(CHECK, (producerId, epoch) -> producerId == 7 && epoch == 1, error -> passed.add("at once " + error));

        assertThat(passed).containsExactly("at once NONE");
        assertThat(asked).isEmpty();
    }

    @Test
    void sendsEverybodyAwayWhenTheTransactionIsNotOpenAndAsksTheNextTime() {
        pass("first");
        pass("second");
        gate.answered(asked.remove(), Errors.INVALID_TXN_STATE);
        assertThat(passed).containsExactly("first INVALID_TXN_STATE", "second INVALID_TXN_STATE");

        pass("third");
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksAgainWhenAMarkerCameMeanwhile() {
        pass("late");
        gate.ended(7);
        gate.answered(asked.remove(), Errors.NONE);
        assertThat(passed).isEmpty();

        gate.answered(asked.remove(), Errors.INVALID_TXN_STATE);

        assertThat(passed).containsExactly("late INVALID_TXN_STATE");
    }

    @Test
    void aMarkerEndsWhatWasVerified() {
        pass("first");
        gate.answered(asked.remove(), Errors.NONE);
        assertThat(gate.admits(7, (short) 1, NOBODY)).isTrue();
        assertThat(gate.admits(7, (short) 0, NOBODY)).isFalse();

        gate.ended(7);

        assertThat(gate.admits(7, (short) 1, NOBODY)).isFalse();
    }

    @Test
    void holdsABoundedNumberOfProducers() {
        for (int producer = 0; producer < 10_000; producer++) {
            TransactionCheck check = new TransactionCheck(producer, (short) 0, reply -> {});
            gate.pass(check, NOBODY, error -> passed.add("early " + error));
        }
        gate.pass(new TransactionCheck(10_000, (short) 0, reply -> {}), NOBODY, error -> passed.add("late " + error));

        assertThat(passed).containsExactly("late NOT_ENOUGH_REPLICAS");
    }

    @Test
    void sendsEverybodyAwayWhenThePartitionIsLost() {
        pass("first");

        gate.refuse(Errors.NOT_LEADER_OR_FOLLOWER);
        gate.answered(CHECK, Errors.NONE);

        assertThat(passed).containsExactly("first NOT_LEADER_OR_FOLLOWER");
    }

    private void pass(String name) {
        gate.pass(CHECK, NOBODY, error -> passed.add(name + " " + error));
    }
}
