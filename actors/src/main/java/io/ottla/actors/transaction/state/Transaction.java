package io.ottla.actors.transaction.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.coordinator.state.TransactionalProducer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * One transactional id: its producer and its transaction. An end is decided by a record and then carried out: markers are asked for
 * until every partition has one, by this coordinator or the next, and only then may the next transaction begin.
 */
public final class Transaction implements Entity {
    /** After so long markers that did not arrive are asked for again, and records that were refused are tried again. */
    private static final long RETRY_MS = 500L;

    /**
     * How long an answer about markers of version 1 is waited for, which is longer than any is on its way. They have the epoch of the
     * records: one that was asked for twice could come late, and end the next transaction.
     */
    private static final long ANSWER_WAIT_MS = 60_000L;

    private final String id;
    private final TransactionLimits limits;
    private final Reply<MarkersDue> markers;
    private final TransactionStarts starts;
    private final TransactionEnds ends;
    private final HeldPartitions held;
    private final Set<TopicPartition> unmarked = new HashSet<>();
    private @Nullable StoredTransaction stored;
    private Ending ending = new Ending();

    /** When markers are asked for again; {@link Long#MAX_VALUE} when they have not been asked for. */
    private long retryAtMs = Long.MAX_VALUE;

    private long timesOutAtMs = Long.MAX_VALUE;
    private boolean timeoutUnknown;

    /**
     * An id that nobody knows yet.
     *
     * @param markers has markers written and {@link TransactionCommand.MarkersWritten} told
     */
    public Transaction(String id, TransactionLimits limits, Reply<MarkersDue> markers) {
        this.id = id;
        this.limits = limits;
        this.markers = markers;
        this.starts = new TransactionStarts(id, limits);
        this.ends = new TransactionEnds(id);
        this.held = new HeldPartitions(limits.holdMs());
    }

    @Override
    public String id() {
        return id;
    }

    /** Where it stands. */
    public TransactionPhase phase() {
        return stored == null ? TransactionPhase.DEAD : stored.phase();
    }

    @Override
    public TransactionListing listing() {
        StoredTransaction now = stored;
        return now == null
                ? new TransactionListing(id, TransactionPhase.DEAD, StoredTransaction.NONE, StoredTransaction.NONE)
                : new TransactionListing(id, now.phase(), now.producerId(), now.startMs());
    }

    @Override
    public boolean isVacant() {
        return stored == null;
    }

    @Override
    public Outcome decide(CoordinatorCommand command, Moment now) {
        return ((TransactionCommand) command).decideIn(this, now);
    }

    Outcome init(TransactionCommand.Init init, Moment now) {
        return starts.decide(stored, init, now);
    }

    Outcome end(TransactionCommand.End end, Moment now) {
        return ends.decide(stored, end, now);
    }

    Outcome add(TransactionCommand.AddPartitions add, Moment now) {
        StoredTransaction current = stored;
        boolean ending = current != null && current.phase().isEnding();
        if (ending && add.holds() && held.hold(add, now)) {
            return Outcome.NOTHING;
        }
        Errors error = checkProducer(add.producer());
        return error == Errors.NONE ? add(List.of(add), now) : Outcome.answer(add.reply(), PartitionsAnswer.of(error));
    }

    /** Adds what several requests of the one valid producer ask for. */
    private Outcome add(List<TransactionCommand.AddPartitions> adds, Moment now) {
        StoredTransaction current = known();
        Set<TopicPartition> all = new HashSet<>(current.partitions());
        boolean any = false;
        Outcome.Builder out = new Outcome.Builder();
        for (TransactionCommand.AddPartitions add : adds) {
            any |= all.addAll(add.partitions());
            out.answer(add.reply(), PartitionsAnswer.of(Errors.NONE), PartitionsAnswer::of);
        }
        if (any) {
            out.write(new TransactionRecord.Stored(id, current.ongoing(Set.copyOf(all), now.wallMs())));
        }
        return out.build();
    }

    Outcome verify(TransactionCommand.Verify verify) {
        Errors error = checkProducer(verify.producer());
        if (error != Errors.NONE) {
            return Outcome.answer(verify.reply(), PartitionsAnswer.of(error));
        }
        Set<TopicPartition> missing = new HashSet<>(verify.partitions());
        missing.removeAll(known().partitions());
        return Outcome.answer(verify.reply(), new PartitionsAnswer(Errors.NONE, missing));
    }

    /** Whether this producer may write to a transaction right now. */
    private Errors checkProducer(TransactionalProducer producer) {
        StoredTransaction current = stored;
        if (current == null) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        if (current.phase().isEnding() && current.nextProducerId() == producer.id()) {
            return Errors.CONCURRENT_TRANSACTIONS;
        }
        if (current.producerId() != producer.id()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        if (current.epoch() != producer.epoch()) {
            return Errors.PRODUCER_FENCED;
        }
        return current.phase().isEnding() ? Errors.CONCURRENT_TRANSACTIONS : Errors.NONE;
    }

    Outcome markersWritten(TransactionCommand.MarkersWritten written, Moment now) {
        if (!phase().isEnding() || written.ending() != ending) {
            return Outcome.NOTHING;
        }
        unmarked.removeAll(written.partitions());
        if (unmarked.isEmpty()) {
            return completion(now);
        }
        retryAtMs = Math.min(retryAtMs, now.steadyMs() + RETRY_MS);
        return Outcome.NOTHING;
    }

    private Outcome completion(Moment now) {
        Outcome.Builder out = new Outcome.Builder();
        out.write(new TransactionRecord.Stored(id, known().ended(now.wallMs())));
        return out.build();
    }

    Outcome describe(TransactionCommand.Describe describe) {
        StoredTransaction current = stored;
        return Outcome.answer(
                describe.reply(),
                current == null
                        ? TransactionDescription.failed(Errors.TRANSACTIONAL_ID_NOT_FOUND)
                        : new TransactionDescription(Errors.NONE, Optional.of(current)));
    }

    Outcome expire(Moment now) {
        StoredTransaction current = stored;
        boolean expired = current != null
                && current.phase().isIdle()
                && now.wallMs() - current.lastUpdateMs() >= limits.expirationMs();
        if (!expired) {
            return Outcome.NOTHING;
        }
        Outcome.Builder out = new Outcome.Builder();
        out.write(new TransactionRecord.Forgotten(id));
        return out.build();
    }

    @Override
    public Outcome onTime(Moment now) {
        retryAtMs = now.steadyMs() >= retryAtMs ? Long.MAX_VALUE : retryAtMs;
        if (timeoutUnknown) {
            armTimeout(now);
        }
        if (phase().isEnding()) {
            return whileEnding(now);
        }
        if (phase() == TransactionPhase.ONGOING && now.steadyMs() >= timesOutAtMs) {
            timesOutAtMs = now.steadyMs() + RETRY_MS;
            return ends.abort(known(), now);
        }
        return held.isEmpty() ? Outcome.NOTHING : addHeld(now);
    }

    private Outcome whileEnding(Moment now) {
        Outcome.Builder out = new Outcome.Builder();
        held.expired(now).forEach(add -> out.answer(add.reply(), concurrent()));
        if (retryAtMs == Long.MAX_VALUE) {
            if (unmarked.isEmpty()) {
                retryAtMs = now.steadyMs() + RETRY_MS;
                return out.build().and(completion(now));
            }
            retryAtMs = now.steadyMs() + (known().bumpsEpoch() ? RETRY_MS : ANSWER_WAIT_MS);
            out.answer(markers, markersDue(known(), Set.copyOf(unmarked)));
        }
        return out.build();
    }

    private Outcome addHeld(Moment now) {
        Outcome.Builder refused = new Outcome.Builder();
        List<TransactionCommand.AddPartitions> valid = held.takeAll().stream()
                .filter(add -> {
                    Errors error = checkProducer(add.producer());
                    if (error != Errors.NONE) {
                        refused.answer(add.reply(), PartitionsAnswer.of(error));
                    }
                    return error == Errors.NONE;
                })
                .toList();
        Outcome added = valid.isEmpty() ? Outcome.NOTHING : add(valid, now);
        return refused.build().and(added);
    }

    private static PartitionsAnswer concurrent() {
        return PartitionsAnswer.of(Errors.CONCURRENT_TRANSACTIONS);
    }

    private MarkersDue markersDue(StoredTransaction current, Set<TopicPartition> partitions) {
        return new MarkersDue(
                id,
                ending,
                new TransactionalProducer(current.producerId(), current.epoch()),
                current.phase() == TransactionPhase.PREPARE_COMMIT,
                current.bumpsEpoch(),
                partitions);
    }

    private StoredTransaction known() {
        if (stored == null) {
            throw new IllegalStateException("transactional id " + id + " is not known");
        }
        return stored;
    }

    @Override
    public void start(Moment now) {
        if (timeoutUnknown) {
            armTimeout(now);
        }
    }

    private void armTimeout(Moment now) {
        timeoutUnknown = false;
        StoredTransaction current = known();
        long left = current.startMs() + current.timeoutMs() - now.wallMs();
        timesOutAtMs = now.steadyMs() + Math.max(0, left);
    }

    @Override
    public long nextDeadlineMs() {
        if (timeoutUnknown || (phase().isIdle() && !held.isEmpty())) {
            return 0;
        }
        if (phase().isEnding()) {
            return Math.min(retryAtMs == Long.MAX_VALUE ? 0 : retryAtMs, held.nextDeadlineMs());
        }
        return phase() == TransactionPhase.ONGOING ? timesOutAtMs : Long.MAX_VALUE;
    }

    @Override
    public void replay(CoordinatorRecord record) {
        TransactionPhase before = phase();
        if (record instanceof TransactionRecord.Stored next
                && next.transaction().phase() != TransactionPhase.DEAD) {
            stored = next.transaction();
        } else {
            stored = null;
        }
        unmarked.clear();
        if (stored != null && stored.phase().isEnding()) {
            ending = new Ending();
            unmarked.addAll(stored.partitions());
        }
        timeoutUnknown = phase() == TransactionPhase.ONGOING && (timeoutUnknown || before != TransactionPhase.ONGOING);
        retryAtMs = Long.MAX_VALUE;
    }

    @Override
    public Outcome onRefused(Outcome outcome, Moment now) {
        if (phase().isEnding()) {
            retryAtMs = now.steadyMs() + RETRY_MS;
        }
        return Outcome.NOTHING;
    }

    @Override
    public List<Answer<?>> abandon(Errors error) {
        Outcome.Builder out = new Outcome.Builder();
        held.takeAll().forEach(add -> out.answer(add.reply(), PartitionsAnswer.of(error)));
        return out.build().answers();
    }
}
