package io.ottla.actors.simulation.transactions;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.OffsetToCommit;
import io.ottla.actors.group.state.OffsetsAnswer;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.actors.transaction.state.InitResult;
import io.ottla.actors.transaction.state.PartitionsAnswer;
import io.ottla.actors.transaction.state.TransactionCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** One transaction of a worker (version 2, KIP-890): some outputs, one after the other, then how far it came, then the end. */
final class WorkerTransaction {
    private final Worker worker;
    private final TransactionsWorld world;
    private final Random random;
    private final InitResult producer;
    private final int source;
    private final long since;
    private final long from;
    private final long until;
    private final int number;
    private final Map<Integer, Integer> sequences = new TreeMap<>();

    WorkerTransaction(Worker worker, InitResult producer, int source, long from) {
        this.worker = worker;
        this.world = worker.world();
        this.random = world.cluster().random();
        this.producer = producer;
        this.source = source;
        this.since = worker.member().ownsSince(source);
        this.from = from;
        this.until = from + 1 + random.nextInt(3);
        this.number = world.history.nextTransaction();
    }

    void begin() {
        worker.member().use(source);
        write(from);
    }

    private TransactionalProducer me() {
        return new TransactionalProducer(producer.producerId(), producer.epoch());
    }

    private boolean lostItsSource() {
        return worker.member().ownsSince(source) != since;
    }

    private void write(long input) {
        if (lostItsSource() || random.nextInt(30) == 0) {
            end(false);
            return;
        }
        if (input == until) {
            commitOffset();
            return;
        }
        int partition = TransactionsWorld.OUTPUTS.get(random.nextInt(TransactionsWorld.OUTPUTS.size()));
        int sequence = sequences.merge(partition, 1, Integer::sum) - 1;
        Payload.Output output = new Payload.Output(me(), sequence, number, source, input);
        new Call<Errors>(
                        worker,
                        partition,
                        (terms, reply) -> terms.partition().write(output, check(terms, partition), reply),
                        Worker::isRetriable,
                        error -> goOn(error, () -> write(input + 1)))
                .send();
    }

    private void commitOffset() {
        String memberId = worker.member().id();
        int memberEpoch = worker.member().epoch();
        OffsetToCommit offset =
                new OffsetToCommit(new TopicPartition(Coordination.INPUTS, source), Uuid.ZERO_UUID, until, -1, "", -1L);
        new Call<Errors>(
                        worker,
                        TransactionsWorld.OFFSETS,
                        (terms, reply) -> terms.partition().verify(check(terms, TransactionsWorld.OFFSETS), error -> {
                            if (error == Errors.NONE) {
                                terms.coordinator().orElseThrow().execute(commit(memberId, memberEpoch, offset, reply));
                            } else {
                                reply.complete(error);
                            }
                        }),
                        Worker::isRetriable,
                        error -> goOn(error, () -> end(random.nextInt(10) > 0)))
                .send();
    }

    private GroupCommand commit(String memberId, int memberEpoch, OffsetToCommit offset, Reply<Errors> reply) {
        return new GroupCommand.CommitOffsets(
                Member.GROUP,
                memberId,
                Optional.empty(),
                memberEpoch,
                Optional.of(me()),
                List.of(offset),
                (OffsetsAnswer answer) -> reply.complete(answer.errorOf(offset.partition())));
    }

    private void goOn(Errors error, Runnable next) {
        switch (error) {
            case NONE -> next.run();
            case INVALID_PRODUCER_EPOCH, PRODUCER_FENCED, INVALID_PRODUCER_ID_MAPPING -> fenced();
            default -> end(false);
        }
    }

    /** Has the partition added to the transaction by its leader, which asks the coordinator. */
    private TransactionCheck check(TransactionsWorld.Terms terms, int partition) {
        int leader = terms.partition().leadership().node();
        return new TransactionCheck(
                producer.producerId(),
                producer.epoch(),
                reply -> world.<PartitionsAnswer>askOnce(
                        leader,
                        TransactionsWorld.TRANSACTIONS,
                        (there, answer) -> there.coordinator()
                                .orElseThrow()
                                .execute(new TransactionCommand.AddPartitions(
                                        worker.transactionalId(),
                                        me(),
                                        Set.of(TransactionsWorld.name(partition)),
                                        true,
                                        answer)),
                        PartitionsAnswer.of(Errors.COORDINATOR_NOT_AVAILABLE),
                        answer -> reply.complete(answer.error())));
    }

    private void end(boolean commit) {
        if (commit) {
            world.history.commitAsked(number);
        }
        new Call<InitResult>(
                        worker,
                        TransactionsWorld.TRANSACTIONS,
                        (terms, reply) -> terms.coordinator()
                                .orElseThrow()
                                .execute(new TransactionCommand.End(
                                        worker.transactionalId(),
                                        me(),
                                        commit,
                                        true,
                                        OptionalLong.of(worker.workers().freshProducerId()),
                                        reply)),
                        result -> Worker.isRetriable(result.error()),
                        result -> ended(commit, result))
                .send();
    }

    private void ended(boolean commit, InitResult result) {
        if (result.error() != Errors.NONE) {
            fenced();
        } else if (commit) {
            world.history.commitAnswered(number);
            worker.committed(source, until, result);
            worker.member().useNothing();
        } else {
            worker.aborted(source, result);
            worker.member().useNothing();
        }
    }

    private void fenced() {
        worker.fenced();
        worker.member().useNothing();
    }
}
