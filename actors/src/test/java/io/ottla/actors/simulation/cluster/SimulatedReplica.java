package io.ottla.actors.simulation.cluster;

import io.ottla.actors.metadata.PartitionImage;
import io.ottla.actors.partition.state.Brokers;
import io.ottla.actors.partition.state.FollowerFetch;
import io.ottla.actors.partition.state.FollowerState;
import io.ottla.actors.partition.state.FollowerState.Remedy;
import io.ottla.actors.partition.state.IsrChange;
import io.ottla.actors.partition.state.LeaderState;
import io.ottla.actors.partition.state.LogEnd;
import io.ottla.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** One replica: the glue that the partition's actor is in a real node. */
final class SimulatedReplica {
    private static final int RECORDS_PER_FETCH = 5;

    /** A follower's question. */
    record Fetch(
            int follower, long brokerEpoch, long session, long number, int leaderEpoch, long offset, int lastEpoch) {}

    /** The leader's answer: records, or where the logs part. */
    record Fetched(
            long number, Optional<EpochEndOffset> diverging, List<SimulatedLog.Entry> records, long highWatermark) {}

    private record Pending(long offset, LongConsumer acknowledge) {}

    private final int nodeId;
    private final int partition;
    private final SimulatedLog log;
    private final Invariants invariants;
    private final SimulationRules rules;
    private final List<Pending> pending = new ArrayList<>();
    private long highWatermark;
    private int leaderEpoch = -1;
    private @Nullable LeaderState leading;
    private int leader = PartitionImage.NO_LEADER;
    private long session;
    private long number;
    private long askedMs = Long.MIN_VALUE;

    /**
     * A replica of a process that has just started.
     *
     * @param highWatermark the last one it wrote down: at most what it was
     * @param session above those of earlier processes
     */
    SimulatedReplica(
            int nodeId,
            int partition,
            SimulatedLog log,
            long highWatermark,
            long session,
            SimulationRules rules,
            Invariants invariants) {
        this.nodeId = nodeId;
        this.partition = partition;
        this.log = log;
        this.highWatermark = Math.min(highWatermark, log.endOffset());
        this.session = session;
        this.rules = rules;
        this.invariants = invariants;
    }

    SimulatedLog log() {
        return log;
    }

    long highWatermark() {
        return highWatermark;
    }

    boolean isLeading() {
        return leading != null;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    int leader() {
        return leader;
    }

    long session() {
        return session;
    }

    /** The metadata says this about the partition. */
    void decided(PartitionImage image, boolean mayLead, Brokers brokers, long nowMs) {
        if (image.leader() == nodeId && mayLead) {
            lead(image, brokers, nowMs);
        } else if (image.leaderEpoch() > leaderEpoch) {
            resign();
            leaderEpoch = image.leaderEpoch();
            leader = image.leader() == nodeId ? PartitionImage.NO_LEADER : image.leader();
            newSession();
        }
    }

    /** It must not lead any more in this epoch (rule M7). */
    void stopLeading() {
        if (leading != null) {
            resign();
        }
    }

    private void lead(PartitionImage image, Brokers brokers, long nowMs) {
        LeaderState state = leading;
        if (image.leaderEpoch() > leaderEpoch) {
            resign();
            leaderEpoch = image.leaderEpoch();
            leader = nodeId;
            log.startEpoch(leaderEpoch);
            leading = new LeaderState(nodeId, image, rules.replication(), end(), highWatermark, brokers, nowMs);
            invariants.leads(partition, leaderEpoch, nodeId);
            invariants.holds(partition, nodeId, log);
            progressed();
        } else if (state != null && image.leaderEpoch() == leaderEpoch) {
            state.decided(image, nowMs);
            progressed();
        }
    }

    private void resign() {
        leading = null;
        leader = PartitionImage.NO_LEADER;
        pending.clear();
    }

    /** Whether it leads, and enough are in sync. */
    boolean takesRecords() {
        return leading != null && leading.enoughInSync();
    }

    /** A producer's record with acks=all. Not taken where this replica does not lead, or too few are in sync. */
    void append(long value, LongConsumer acknowledge, long nowMs) {
        LeaderState state = leading;
        if (state == null || !takesRecords()) {
            return;
        }
        long offset = log.endOffset();
        log.append(new SimulatedLog.Entry(leaderEpoch, value));
        pending.add(new Pending(offset, acknowledge));
        state.appended(log.endOffset(), log.endOffset(), nowMs);
        progressed();
    }

    /** Answers a follower, or not at all, as a connection that breaks. */
    Optional<Fetched> serve(Fetch fetch, long nowMs) {
        LeaderState state = leading;
        if (state == null || !state.isAssigned(fetch.follower())) {
            return Optional.empty();
        }
        if (rules.keeps(Rule.COMPARE_EPOCHS)) {
            if (fetch.leaderEpoch() != leaderEpoch) {
                return Optional.empty();
            }
            Optional<EpochEndOffset> diverging = divergence(fetch);
            if (diverging.isPresent()) {
                return Optional.of(new Fetched(fetch.number(), diverging, List.of(), highWatermark));
            }
        }
        if (fetch.offset() > log.endOffset()) {
            EpochEndOffset end = new EpochEndOffset(log.lastEpoch(), log.endOffset());
            return Optional.of(new Fetched(fetch.number(), Optional.of(end), List.of(), highWatermark));
        }
        List<SimulatedLog.Entry> records = log.from(fetch.offset(), RECORDS_PER_FETCH);
        state.fetched(
                new FollowerFetch(
                        fetch.follower(), fetch.brokerEpoch(), fetch.session(), fetch.offset(), 0, log.endOffset()),
                nowMs);
        progressed();
        return Optional.of(new Fetched(fetch.number(), Optional.empty(), records, highWatermark));
    }

    private Optional<EpochEndOffset> divergence(Fetch fetch) {
        if (fetch.lastEpoch() < 0) {
            return Optional.empty();
        }
        EpochEndOffset end = log.endOf(fetch.lastEpoch());
        boolean agrees = end.epoch() == fetch.lastEpoch() && end.endOffset() >= fetch.offset();
        return agrees ? Optional.empty() : Optional.of(end);
    }

    /** The next question to the leader, when it is time for one. */
    Optional<Fetch> ask(long brokerEpoch, long nowMs, long patienceMs) {
        if (leader == PartitionImage.NO_LEADER || leader == nodeId) {
            return Optional.empty();
        }
        if (askedMs != Long.MIN_VALUE) {
            if (nowMs - askedMs < patienceMs) {
                return Optional.empty();
            }
            newSession();
        }
        askedMs = nowMs;
        number++;
        return Optional.of(
                new Fetch(nodeId, brokerEpoch, session, number, leaderEpoch, log.endOffset(), log.lastEpoch()));
    }

    private void newSession() {
        session++;
        askedMs = Long.MIN_VALUE;
    }

    /** The leader has answered. */
    void take(Fetched answer) {
        if (leading != null || askedMs == Long.MIN_VALUE || answer.number() != number) {
            return;
        }
        askedMs = Long.MIN_VALUE;
        if (answer.diverging().isPresent()) {
            heal(FollowerState.onDivergence(log, answer.diverging().get()));
            return;
        }
        answer.records().forEach(log::append);
        raise(Math.min(answer.highWatermark(), log.endOffset()));
        invariants.holds(partition, nodeId, log);
    }

    private void heal(Remedy remedy) {
        if (remedy instanceof Remedy.CutTo cut) {
            log.truncateTo(cut.offset());
        } else if (remedy instanceof Remedy.RestartAt restart) {
            log.truncateTo(restart.offset());
        }
        highWatermark = Math.min(highWatermark, log.endOffset());
        invariants.holds(partition, nodeId, log);
    }

    /** What the leader proposes now. */
    Optional<IsrChange> propose(long nowMs) {
        LeaderState state = leading;
        if (state == null) {
            return Optional.empty();
        }
        state.elapsed(nowMs);
        progressed();
        return state.propose(nowMs);
    }

    void answered(IsrChange change, Errors error, long nowMs) {
        LeaderState state = leading;
        if (state != null && change.leaderEpoch() == leaderEpoch) {
            state.answered(change, error, nowMs);
            progressed();
        }
    }

    private LogEnd end() {
        return new LogEnd(log.endOffset(), log.endOffset());
    }

    private void progressed() {
        LeaderState state = leading;
        if (state == null) {
            return;
        }
        raise(state.highWatermark());
        long safe = rules.keeps(Rule.ACKNOWLEDGE_ONCE_COMMITTED) ? highWatermark : log.endOffset();
        pending.removeIf(one -> {
            if (one.offset() < safe) {
                one.acknowledge().accept(one.offset());
            }
            return one.offset() < safe;
        });
    }

    private void raise(long to) {
        for (long offset = highWatermark; offset < to; offset++) {
            invariants.shows(partition, offset, log.at(offset));
        }
        highWatermark = Math.max(highWatermark, to);
    }
}
