package io.ottla.actors.transaction.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** A transactional id with a log that takes everything, a clock that the test moves, and markers that wait to be written. */
final class TestTransaction {
    static final String ID = "payments";
    static final int TIMEOUT_MS = 10_000;
    static final TransactionLimits LIMITS = new TransactionLimits(60_000, 1_000_000, 100);

    final List<TransactionRecord> log = new ArrayList<>();
    final Deque<MarkersDue> markers = new ArrayDeque<>();
    long nowMs = 1_000;
    Errors logAnswers = Errors.NONE;
    private long nextId = 100;
    private Transaction transaction = new Transaction(ID, LIMITS, markers::add);

    <T> T ask(Function<Reply<T>, TransactionCommand> command) {
        List<T> answers = askLater(command);
        return answers.get(0);
    }

    /** The list gets the answer when it comes. */
    <T> List<T> askLater(Function<Reply<T>, TransactionCommand> command) {
        List<T> answers = new ArrayList<>();
        tell(command.apply(answers::add));
        return answers;
    }

    void tell(TransactionCommand command) {
        carryOut(transaction.decide(command, now()));
        runDue();
    }

    InitResult init() {
        return init(Optional.empty());
    }

    InitResult init(Optional<TransactionalProducer> known) {
        return ask(reply -> new TransactionCommand.Init(ID, TIMEOUT_MS, known, OptionalLong.of(nextId++), reply));
    }

    Errors add(InitResult producer, TopicPartition... partitions) {
        return TestTransaction.this
                .<PartitionsAnswer>ask(reply ->
                        new TransactionCommand.AddPartitions(ID, producer(producer), Set.of(partitions), false, reply))
                .error();
    }

    PartitionsAnswer verify(InitResult producer, TopicPartition... partitions) {
        return ask(reply -> new TransactionCommand.Verify(ID, producer(producer), Set.of(partitions), reply));
    }

    InitResult end(InitResult producer, boolean commit, boolean bumps) {
        return ask(reply ->
                new TransactionCommand.End(ID, producer(producer), commit, bumps, OptionalLong.of(nextId++), reply));
    }

    /** Writes all markers that are due. */
    void writeMarkers() {
        while (!markers.isEmpty()) {
            MarkersDue due = markers.remove();
            tell(new TransactionCommand.MarkersWritten(ID, due.ending(), due.partitions()));
        }
    }

    void passTime(long ms) {
        nowMs += ms;
        runDue();
    }

    /** Another coordinator takes over: all it has is the log. */
    void failOver() {
        transaction.abandon(Errors.NOT_COORDINATOR).forEach(Answer::give);
        markers.clear();
        transaction = new Transaction(ID, LIMITS, markers::add);
        log.forEach(transaction::replay);
        transaction.start(now());
        runDue();
    }

    TransactionPhase phase() {
        return transaction.phase();
    }

    Transaction state() {
        return transaction;
    }

    StoredTransaction stored() {
        return this.<TransactionDescription>ask(reply -> new TransactionCommand.Describe(ID, reply))
                .transaction()
                .orElseThrow();
    }

    static TransactionalProducer producer(InitResult producer) {
        return new TransactionalProducer(producer.producerId(), producer.epoch());
    }

    private void runDue() {
        for (int i = 0; transaction.nextDeadlineMs() <= nowMs; i++) {
            if (i > 100) {
                throw new AssertionError("the deadline stays at " + transaction.nextDeadlineMs());
            }
            carryOut(transaction.onTime(now()));
        }
    }

    private void carryOut(Outcome outcome) {
        if (outcome.writes() && logAnswers != Errors.NONE) {
            outcome.answers().forEach(answer -> answer.refuse(logAnswers));
            carryOut(transaction.onRefused(outcome, now()));
            return;
        }
        outcome.records().forEach(record -> log.add((TransactionRecord) record));
        outcome.records().forEach(transaction::replay);
        outcome.answers().forEach(Answer::give);
    }

    private Moment now() {
        return new Moment(1_700_000_000_000L + nowMs, nowMs);
    }
}
