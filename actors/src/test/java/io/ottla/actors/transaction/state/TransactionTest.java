package io.ottla.actors.transaction.state;

import static io.ottla.actors.transaction.state.TestTransaction.ID;
import static io.ottla.actors.transaction.state.TestTransaction.TIMEOUT_MS;
import static io.ottla.actors.transaction.state.TestTransaction.producer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition BILLS = new TopicPartition("bills", 1);

    private final TestTransaction transaction = new TestTransaction();

    @Test
    void givesTheFirstProducerAFreshIdAndTheNextAHigherEpoch() {
        InitResult first = transaction.init();
        InitResult second = transaction.init();

        assertThat(first).isEqualTo(InitResult.of(100, 0));
        assertThat(second).isEqualTo(InitResult.of(100, 1));
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.EMPTY);
    }

    @Test
    void asksForAFreshIdWhenItNeedsOne() {
        InitResult asked = transaction.ask(
                reply -> new TransactionCommand.Init(ID, TIMEOUT_MS, Optional.empty(), OptionalLong.empty(), reply));

        assertThat(asked.needsFreshId()).isTrue();
        assertThat(transaction.log).isEmpty();
    }

    @Test
    void refusesTimeoutsOutOfBounds() {
        for (int timeoutMs : new int[] {0, -1, 60_001}) {
            InitResult refused = transaction.ask(
                    reply -> new TransactionCommand.Init(ID, timeoutMs, Optional.empty(), OptionalLong.of(1), reply));
            assertThat(refused.error()).isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
        }
    }

    @Test
    void commitsOnceEveryPartitionHasItsMarker() {
        InitResult producer = transaction.init();
        assertThat(transaction.add(producer, ORDERS, BILLS)).isEqualTo(Errors.NONE);

        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.NONE);
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_COMMIT);
        assertThat(transaction.add(producer, ORDERS)).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(transaction.markers.element().partitions()).containsExactlyInAnyOrder(ORDERS, BILLS);
        Ending ending = transaction.markers.element().ending();
        transaction.tell(new TransactionCommand.MarkersWritten(ID, ending, Set.of(ORDERS)));
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_COMMIT);
        transaction.tell(new TransactionCommand.MarkersWritten(ID, ending, Set.of(BILLS)));

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.COMPLETE_COMMIT);
        assertThat(transaction.add(producer, ORDERS)).isEqualTo(Errors.NONE);
    }

    @Test
    void asksAgainForMarkersThatDoNotArriveAndForThoseOnly() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS, BILLS);
        transaction.end(producer, false, false);
        Ending ending = transaction.markers.remove().ending();
        transaction.tell(new TransactionCommand.MarkersWritten(ID, ending, Set.of(ORDERS)));

        transaction.passTime(500);

        assertThat(transaction.markers).hasSize(1);
        assertThat(transaction.markers.element().partitions()).containsExactly(BILLS);
        assertThat(transaction.markers.element().committed()).isFalse();
    }

    @Test
    void asksOnceAtATimeForMarkersThatWouldEndTheNextTransactionIfTheyCameLate() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.end(producer, true, false);
        Ending ending = transaction.markers.remove().ending();
        transaction.passTime(5_000);
        assertThat(transaction.markers).isEmpty();

        transaction.tell(new TransactionCommand.MarkersWritten(ID, ending, Set.of()));
        transaction.passTime(500);

        assertThat(transaction.markers).hasSize(1);
    }

    @Test
    void asksAgainWithoutAnAnswerForMarkersThatCanEndNoOtherTransaction() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.end(producer, true, true);
        transaction.markers.remove();

        transaction.passTime(500);

        assertThat(transaction.markers).hasSize(1);
    }

    @Test
    void takesNoLateAnswerAboutOneEndForOneAboutTheNext() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.end(producer, true, false);
        Ending former = transaction.markers.element().ending();
        transaction.writeMarkers();
        transaction.add(producer, ORDERS);
        transaction.end(producer, false, false);

        transaction.tell(new TransactionCommand.MarkersWritten(ID, former, Set.of(ORDERS)));

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_ABORT);
    }

    @Test
    void aSuccessorCarriesOutAnEndThatWasDecided() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.end(producer, true, false);

        transaction.failOver();
        transaction.writeMarkers();

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.COMPLETE_COMMIT);
    }

    @Test
    void answersARepeatedEndAsTheFirst() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.end(producer, true, false);
        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(transaction.end(producer, false, false).error()).isEqualTo(Errors.INVALID_TXN_STATE);
        transaction.writeMarkers();

        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.NONE);
        assertThat(transaction.end(producer, false, false).error()).isEqualTo(Errors.INVALID_TXN_STATE);
    }

    @Test
    void refusesToEndWhatNeverBegan() {
        assertThat(transaction.end(InitResult.of(1, 0), true, false).error())
                .isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
        InitResult producer = transaction.init();

        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(transaction.end(producer, true, true).error()).isEqualTo(Errors.INVALID_TXN_STATE);
    }

    @Test
    void everyEndOfVersionTwoGivesANewEpoch() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);

        InitResult next = transaction.end(producer, true, true);

        assertThat(next).isEqualTo(InitResult.of(producer.producerId(), 1));
        assertThat(transaction.markers.element().producer()).isEqualTo(producer(next));
        assertThat(transaction.add(producer, ORDERS)).isEqualTo(Errors.PRODUCER_FENCED);
        transaction.writeMarkers();
        assertThat(transaction.end(producer, true, true)).isEqualTo(next);
        assertThat(transaction.end(producer, false, true).error()).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(transaction.add(next, ORDERS)).isEqualTo(Errors.NONE);
    }

    @Test
    void anEndOfTheNextTransactionWaitsForTheFormer() {
        InitResult next = ending();

        assertThat(transaction.end(next, false, true).error()).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        transaction.writeMarkers();

        assertThat(transaction.end(next, false, true).error()).isEqualTo(Errors.NONE);
    }

    @Test
    void versionTwoMayAbortWhatNeverBegan() {
        InitResult producer = transaction.init();

        InitResult next = transaction.end(producer, false, true);

        assertThat(next).isEqualTo(InitResult.of(producer.producerId(), 1));
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.COMPLETE_ABORT);
        assertThat(transaction.end(producer, false, true)).isEqualTo(next);
    }

    @Test
    void anEndOfVersionTwoThatUsesUpTheEpochsGoesOnWithAnotherId() {
        InitResult producer = transaction.init();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer = transaction.end(producer, false, true);
        }
        transaction.add(producer, ORDERS);

        InitResult next = transaction.end(producer, true, true);
        assertThat(next.producerId()).isNotEqualTo(producer.producerId());
        assertThat(next.epoch()).isZero();
        assertThat(transaction.markers.element().producer())
                .isEqualTo(new TransactionalProducer(producer.producerId(), Short.MAX_VALUE));
        assertThat(transaction.add(next, ORDERS)).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        transaction.writeMarkers();

        assertThat(transaction.end(producer, true, true)).isEqualTo(next);
        assertThat(transaction.add(next, ORDERS)).isEqualTo(Errors.NONE);
    }

    @Test
    void startingWithUsedUpEpochsTakesAnotherId() {
        InitResult producer = transaction.init();
        while (producer.epoch() < Short.MAX_VALUE - 1) {
            producer = transaction.init();
        }

        InitResult next = transaction.init();

        assertThat(next.producerId()).isNotEqualTo(producer.producerId());
        assertThat(next.epoch()).isZero();
    }

    @Test
    void aSecondProducerAbortsTheTransactionOfTheFirstAndFencesIt() {
        InitResult first = transaction.init();
        transaction.add(first, ORDERS);

        assertThat(transaction.init().error()).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(transaction.init().error()).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_ABORT);
        transaction.writeMarkers();
        InitResult second = transaction.init();

        assertThat(second).isEqualTo(InitResult.of(first.producerId(), 2));
        assertThat(transaction.add(first, ORDERS)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(transaction.end(first, true, false).error()).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void aProducerGoesOnWithTheEpochItHadUnlessItWasFenced() {
        InitResult first = transaction.init();

        InitResult next = transaction.init(Optional.of(producer(first)));
        assertThat(next).isEqualTo(InitResult.of(first.producerId(), 1));
        assertThat(transaction.init(Optional.of(producer(first))))
                .as("again, its answer was lost")
                .isEqualTo(next);

        transaction.init();
        assertThat(transaction.init(Optional.of(producer(first))).error()).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void abortsATransactionThatIsOpenForTooLongAndFencesItsProducer() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.passTime(TIMEOUT_MS - 1);
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.ONGOING);

        transaction.passTime(1);
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_ABORT);
        transaction.writeMarkers();

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.COMPLETE_ABORT);
        assertThat(transaction.end(producer, true, true).error()).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.PRODUCER_FENCED);
    }

    @Test
    void aSuccessorGoesOnCountingTheTime() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.passTime(TIMEOUT_MS / 2);
        transaction.failOver();
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.ONGOING);

        transaction.passTime(TIMEOUT_MS / 2);

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_ABORT);
    }

    @Test
    void anAbortForLatenessThatCannotBeWrittenIsTriedAgain() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.logAnswers = Errors.COORDINATOR_NOT_AVAILABLE;
        transaction.passTime(TIMEOUT_MS);
        assertThat(transaction.phase()).isEqualTo(TransactionPhase.ONGOING);

        transaction.logAnswers = Errors.NONE;
        transaction.passTime(1_000);

        assertThat(transaction.phase()).isEqualTo(TransactionPhase.PREPARE_ABORT);
    }

    @Test
    void verifiesWithoutChangingAnything() {
        InitResult producer = transaction.init();
        assertThat(transaction.verify(producer, ORDERS).missing()).containsExactly(ORDERS);
        transaction.add(producer, ORDERS);

        assertThat(transaction.verify(producer, ORDERS, BILLS).missing()).containsExactly(BILLS);
        assertThat(transaction.stored().partitions()).containsExactly(ORDERS);
        transaction.end(producer, true, false);
        assertThat(transaction.verify(producer, ORDERS).error()).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
    }

    @Test
    void holdsPartitionsOfTheNextTransactionWhileTheFormerEnds() {
        InitResult next = ending();
        List<PartitionsAnswer> held = transaction.askLater(
                reply -> new TransactionCommand.AddPartitions(ID, producer(next), Set.of(BILLS), true, reply));
        assertThat(held).isEmpty();

        transaction.writeMarkers();

        assertThat(held).containsExactly(PartitionsAnswer.of(Errors.NONE));
        assertThat(transaction.stored().partitions()).containsExactly(BILLS);
    }

    @Test
    void sendsHeldPartitionsAwayWhenItTakesTooLong() {
        InitResult next = ending();
        List<PartitionsAnswer> held = transaction.askLater(
                reply -> new TransactionCommand.AddPartitions(ID, producer(next), Set.of(BILLS), true, reply));

        transaction.passTime(100);

        assertThat(held).containsExactly(PartitionsAnswer.of(Errors.CONCURRENT_TRANSACTIONS));
    }

    @Test
    void forgetsAnIdThatIsNotUsedAndNeverOneInATransaction() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        transaction.nowMs += 2_000_000;
        transaction.tell(new TransactionCommand.Expire(ID));
        transaction.writeMarkers();
        transaction.tell(new TransactionCommand.Expire(ID));
        assertThat(transaction.state().isVacant()).isFalse();

        transaction.passTime(1_000_000);
        transaction.tell(new TransactionCommand.Expire(ID));

        assertThat(transaction.state().isVacant()).isTrue();
        assertThat(transaction.end(producer, true, false).error()).isEqualTo(Errors.INVALID_PRODUCER_ID_MAPPING);
    }

    private InitResult ending() {
        InitResult producer = transaction.init();
        transaction.add(producer, ORDERS);
        return transaction.end(producer, true, true);
    }
}
