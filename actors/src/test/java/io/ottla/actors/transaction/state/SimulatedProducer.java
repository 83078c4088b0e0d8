package io.ottla.actors.transaction.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/** A producer that begins, writes and ends transactions as clients do, until it is fenced. It may be a zombie at any time. */
final class SimulatedProducer {
    private final TransactionSimulation world;
    private final Random random;
    private final boolean bumps;
    private Optional<InitResult> identity = Optional.empty();
    private int transaction = -1;
    private int unanswered;
    private boolean failed;
    private boolean ending;
    boolean fenced;

    SimulatedProducer(TransactionSimulation world, Random random, boolean bumps) {
        this.world = world;
        this.random = random;
        this.bumps = bumps;
    }

    void step() {
        if (fenced || ending) {
            return;
        }
        if (identity.isEmpty()) {
            start();
        } else if (transaction < 0) {
            transaction = world.begin();
            failed = false;
        } else if (random.nextInt(4) > 0 && !failed) {
            write(world.anyPartition());
        } else if (unanswered == 0 || bumps) {
            end();
        }
    }

    private void start() {
        world.send(() -> {
            InitResult result = world.coordinator.init();
            world.send(() -> {
                if (result.error() == Errors.NONE && identity.isEmpty()) {
                    identity = Optional.of(result);
                }
            });
        });
    }

    /** Without version 2 the producer adds its partitions itself, and writes to none before it is there. */
    private void write(SimulatedPartition partition) {
        InitResult me = identity.orElseThrow();
        if (bumps) {
            writeTo(partition, me);
            return;
        }
        int inTransaction = transaction;
        unanswered++;
        world.send(() -> {
            boolean added = world.coordinator.add(me, partition.id) == Errors.NONE;
            world.send(() -> {
                answered(inTransaction, added);
                if (added && inTransaction == transaction && !ending) {
                    writeTo(partition, me);
                }
            });
        });
    }

    private void writeTo(SimulatedPartition partition, InitResult me) {
        int inTransaction = transaction;
        long writeId = world.nextWriteId();
        List<Boolean> first = new ArrayList<>();
        unanswered++;
        world.sendOnceOrTwice(() -> {
            if (first.contains(false)) {
                // What was refused is not sent again.
                return;
            }
            boolean written =
                    partition.write(TestTransaction.producer(me), inTransaction, writeId, () -> isOpen(me, partition));
            if (first.isEmpty()) {
                first.add(written);
                world.send(() -> answered(inTransaction, written));
            }
        });
    }

    private boolean isOpen(InitResult me, SimulatedPartition partition) {
        if (!bumps) {
            PartitionsAnswer verified = world.coordinator.verify(me, partition.id);
            return verified.error() == Errors.NONE && verified.missing().isEmpty();
        }
        List<PartitionsAnswer> answers = world.coordinator.askLater(reply -> new TransactionCommand.AddPartitions(
                TestTransaction.ID, TestTransaction.producer(me), Set.of(partition.id), true, reply));
        return !answers.isEmpty() && answers.get(0).error() == Errors.NONE;
    }

    private void answered(int inTransaction, boolean written) {
        unanswered--;
        if (inTransaction == transaction && !written) {
            failed = true;
        }
    }

    private void end() {
        InitResult me = identity.orElseThrow();
        int ended = transaction;
        boolean commit = !failed && unanswered == 0 && random.nextBoolean();
        ending = true;
        if (commit) {
            world.commitAsked.add(ended);
        }
        askToEnd(me, ended, commit);
    }

    /** Asks until there is an answer, as the request or its answer may be lost. */
    private void askToEnd(InitResult me, int ended, boolean commit) {
        Runnable request = () -> {
            InitResult result = world.coordinator.end(me, commit, bumps);
            world.send(() -> ended(me, ended, commit, result));
        };
        if (bumps) {
            world.sendOnceOrTwice(request);
        } else {
            // Without new epochs a late copy would end the next transaction, which is why there is version 2.
            world.send(request);
        }
    }

    private void ended(InitResult me, int which, boolean commit, InitResult result) {
        if (which != transaction || !ending) {
            return;
        }
        switch (result.error()) {
            case NONE -> {
                if (commit) {
                    world.commitAnswered.add(which);
                }
                identity = Optional.of(bumps ? result : me);
                done();
            }
            case INVALID_TXN_STATE -> {
                // There was nothing to end, so the epoch is the same, and a late copy of the request could end what
                // comes next.
                identity = bumps ? Optional.empty() : identity;
                done();
            }
            case PRODUCER_FENCED, INVALID_PRODUCER_ID_MAPPING -> fenced = true;
            default -> askToEnd(me, which, commit);
        }
    }

    private void done() {
        transaction = -1;
        ending = false;
    }

    @Override
    public String toString() {
        return Map.of("identity", identity, "transaction", transaction, "fenced", fenced)
                .toString();
    }
}
