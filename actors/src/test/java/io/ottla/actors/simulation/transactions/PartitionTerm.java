package io.ottla.actors.simulation.transactions;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.TransactionEnd;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import io.ottla.actors.partition.state.TransactionCheck;
import io.ottla.actors.partition.state.TransactionGate;
import io.ottla.actors.simulation.cluster.SimulatedLeadership;
import io.ottla.storage.AppendOrigin;
import io.ottla.storage.producer.ProducerStates;
import io.ottla.storage.producer.SequenceCheck;
import io.ottla.storage.producer.SequencedBatch;
import io.ottla.storage.producer.TransactionMarker;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;

/** A partition as its leader of one epoch has it: the glue that the partition's actor and its log are in a real node. */
final class PartitionTerm {
    private static final int MAX_PRODUCERS = 1_000;
    private static final int NO_SEQUENCE = -1;

    private final TransactionsWorld world;
    private final SimulatedLeadership leadership;
    private final ProducerStates producers = new ProducerStates(MAX_PRODUCERS);
    private final TransactionGate gate;

    PartitionTerm(TransactionsWorld world, SimulatedLeadership leadership) {
        this.world = world;
        this.leadership = leadership;
        this.gate = new TransactionGate(this::ask);
        for (long offset = 0; offset < leadership.endOffset(); offset++) {
            note(world.history.payload(leadership.at(offset)), offset);
        }
    }

    SimulatedLeadership leadership() {
        return leadership;
    }

    /** Whether a transaction is open in its log. */
    boolean hasOpenTransaction() {
        return producers.summaries().stream().anyMatch(producer -> producer.transactionStartOffset() >= 0);
    }

    /** What a consumer with read_committed may read up to. */
    long stableOffset() {
        OptionalLong unstable = producers.firstUnstableOffset(leadership.highWatermark());
        return Math.min(leadership.highWatermark(), unstable.orElse(Long.MAX_VALUE));
    }

    /** A worker's output, which its transaction is to have a part in. */
    void write(Payload.Output output, TransactionCheck check, Reply<Errors> reply) {
        gate.pass(check, producers::inTransaction, error -> {
            if (error == Errors.NONE) {
                append(output, batch(output.producer(), output.sequence()), AppendOrigin.CLIENT, reply);
            } else {
                reply.complete(error);
            }
        });
    }

    /** Makes sure that a transaction is open, and knows of this partition. */
    void verify(TransactionCheck check, Reply<Errors> reply) {
        gate.pass(check, producers::inTransaction, reply::complete);
    }

    /** What a coordinator decided, within a producer's transaction or in none. Says whether it was appended. */
    boolean decide(Payload.Decision decision, Reply<Errors> reply) {
        var producer = decision.records().get(0).writtenIn();
        if (producer.isEmpty()) {
            return appendChecked(decision, reply);
        }
        if (gate.admits(producer.get().id(), producer.get().epoch(), producers::inTransaction)) {
            return append(decision, batch(producer.get(), NO_SEQUENCE), AppendOrigin.COORDINATOR, reply);
        }
        return refuse(reply, Errors.INVALID_TXN_STATE);
    }

    /** The end of a transaction. */
    void end(TransactionEnd end, Reply<Errors> reply) {
        AppendOrigin origin = end.nextEpoch() ? AppendOrigin.NEXT_EPOCH_MARKER : AppendOrigin.COORDINATOR;
        SequenceCheck check = producers.check(marker(end, leadership.endOffset()), origin);
        if (check instanceof SequenceCheck.Refused refused && world.keeps(Rule.FENCE_MARKERS)) {
            refuse(reply, refused.reason().error());
        } else if (appendChecked(new Payload.Marker(end), reply)) {
            gate.ended(end.producer().id());
        }
    }

    /** Another leads. */
    void giveUp() {
        gate.refuse(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    private boolean append(Payload payload, SequencedBatch batch, AppendOrigin origin, Reply<Errors> reply) {
        SequenceCheck check = producers.check(batch, origin);
        if (check instanceof SequenceCheck.Refused refused) {
            return refuse(reply, refused.reason().error());
        }
        if (check instanceof SequenceCheck.Duplicate duplicate) {
            // What is not committed yet is not answered: it may still be lost, and is sent again.
            if (duplicate.lastOffset() < leadership.highWatermark()) {
                reply.complete(Errors.NONE);
            }
            return false;
        }
        return appendChecked(payload, reply);
    }

    /** Answers after everything that was appended before and is committed. */
    private boolean refuse(Reply<Errors> reply, Errors error) {
        world.soon(() -> reply.complete(error));
        return false;
    }

    /** Appends where records are taken, and says whether it did. */
    private boolean appendChecked(Payload payload, Reply<Errors> reply) {
        if (!leadership.lasts()) {
            return refuse(reply, Errors.NOT_LEADER_OR_FOLLOWER);
        }
        if (!leadership.takesRecords()) {
            return refuse(reply, Errors.NOT_ENOUGH_REPLICAS);
        }
        long offset = leadership.endOffset();
        leadership.append(world.history.keep(payload), () -> world.soon(() -> reply.complete(Errors.NONE)));
        note(payload, offset);
        return true;
    }

    private void note(Payload payload, long offset) {
        if (payload instanceof Payload.Output output) {
            producers.append(at(batch(output.producer(), output.sequence()), offset));
        } else if (payload instanceof Payload.Marker marker) {
            producers.append(marker(marker.end(), offset));
        } else if (payload instanceof Payload.Decision decision) {
            decision.records()
                    .get(0)
                    .writtenIn()
                    .ifPresent(producer -> producers.append(at(batch(producer, NO_SEQUENCE), offset)));
        }
    }

    private void ask(TransactionCheck check) {
        if (world.keeps(Rule.ASK_BEFORE_THE_FIRST_BATCH)) {
            check.verify().accept(error -> gate.answered(check, error));
        } else {
            gate.answered(check, Errors.NONE);
        }
    }

    private static SequencedBatch batch(TransactionalProducer producer, int sequence) {
        return new SequencedBatch(producer.id(), producer.epoch(), sequence, sequence, 0, 0, 0, true);
    }

    private static SequencedBatch at(SequencedBatch batch, long offset) {
        return new SequencedBatch(
                batch.producerId(),
                batch.epoch(),
                batch.firstSequence(),
                batch.lastSequence(),
                offset,
                offset,
                0,
                true);
    }

    private static TransactionMarker marker(TransactionEnd end, long offset) {
        return new TransactionMarker(
                end.producer().id(), end.producer().epoch(), end.coordinatorEpoch(), end.committed(), offset, 0);
    }
}
