package io.ottla.actors.partition.state;

import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * What a leader knows of its replicas in one leader epoch, and what follows from it: the high watermark, and which ISR to propose
 * (safety rules R1 to R3).
 *
 * <pre>
 *   committed ISR --propose--> proposed ISR (until the metadata shows a later state, or the controller refuses)
 *   maximal ISR = committed + proposed: the watermark waits for all of these
 * </pre>
 *
 * Pure: time comes as argument. Owned by the leading partition actor. An append where there is no follower allocates nothing.
 */
public final class LeaderState {
    private final int nodeId;
    private final Brokers brokers;
    private final long epochStart;
    private PartitionImage partition;
    private ReplicationRules rules;
    private LogEnd own;
    private FollowerProgress[] followers = new FollowerProgress[0];
    private Set<Integer> maximalIsr = Set.of();
    private @Nullable IsrChange proposed;
    private long highWatermark;

    /**
     * A leader's knowledge at its election.
     *
     * @param nodeId the leader
     * @param partition the partition as the controller decided it
     * @param own how far its log goes, which is where the new epoch starts
     * @param highWatermark the last one known here; it never goes back (rule R3)
     */
    public LeaderState(
            int nodeId,
            PartitionImage partition,
            ReplicationRules rules,
            LogEnd own,
            long highWatermark,
            Brokers brokers,
            long nowMs) {
        this.nodeId = nodeId;
        this.brokers = brokers;
        this.epochStart = own.endOffset();
        this.own = own;
        this.rules = rules;
        this.highWatermark = highWatermark;
        this.partition = partition;
        assign(nowMs);
        advance(nowMs);
    }

    /** The leader's log goes as far as this now. Returns whether the watermark moved. */
    public boolean appended(long endOffset, long safeEnd, long nowMs) {
        for (FollowerProgress follower : followers) {
            if (endOffset > own.endOffset()) {
                follower.leaderGrows(own.endOffset(), nowMs);
            }
        }
        own = new LogEnd(endOffset, safeEnd);
        return advance(nowMs);
    }

    /** A follower has fetched. Returns whether the watermark moved. */
    public boolean fetched(FollowerFetch fetch, long nowMs) {
        for (FollowerProgress follower : followers) {
            if (follower.id() == fetch.replica()) {
                follower.fetched(fetch, nowMs);
                return advance(nowMs);
            }
        }
        return false;
    }

    /** A follower has ended its fetching in this session. Returns whether the watermark moved. */
    public boolean left(int replica, long session, long nowMs) {
        for (FollowerProgress follower : followers) {
            if (follower.id() == replica) {
                follower.leaves(session);
            }
        }
        return advance(nowMs);
    }

    /** The controller has decided anew, in this leader epoch. Returns whether the watermark moved. */
    public boolean decided(PartitionImage decided, long nowMs) {
        if (decided.leaderEpoch() != partition.leaderEpoch()) {
            throw new IllegalStateException("leader of epoch " + partition.leaderEpoch()
                    + " was given the state of epoch " + decided.leaderEpoch());
        }
        if (decided.partitionEpoch() <= partition.partitionEpoch()) {
            return false;
        }
        partition = decided;
        proposed = null;
        assign(nowMs);
        return advance(nowMs);
    }

    /** The settings have changed. Returns whether the watermark moved. */
    public boolean configured(ReplicationRules newRules, long nowMs) {
        rules = newRules;
        return advance(nowMs);
    }

    /** Looks again at everything that depends on time, or on what brokers are doing. Returns whether the watermark moved. */
    public boolean elapsed(long nowMs) {
        return advance(nowMs);
    }

    /**
     * The ISR to propose now: without the followers that lag, and with those that have caught up. Empty when it is as it should be,
     * or while another proposal is under way. Whoever is proposed counts from this moment.
     */
    public Optional<IsrChange> propose(long nowMs) {
        return proposing(due(nowMs));
    }

    /**
     * The ISR to propose instead of one that was refused. What the controller knew better may have come here before its answer, when the
     * proposal was still under way; otherwise it comes yet, and is looked at then.
     */
    public Optional<IsrChange> proposeInsteadOf(IsrChange refused, long nowMs) {
        return proposing(due(nowMs).filter(change -> !change.equals(refused)));
    }

    private Optional<IsrChange> proposing(Optional<IsrChange> change) {
        change.ifPresent(wanted -> {
            proposed = wanted;
            maximalIsr = maximalIsr();
        });
        return change;
    }

    private Optional<IsrChange> due(long nowMs) {
        if (proposed != null || followers.length == 0) {
            return Optional.empty();
        }
        List<IsrChange.InSync> wanted = new ArrayList<>();
        boolean differs = false;
        wanted.add(new IsrChange.InSync(nodeId, -1));
        for (FollowerProgress follower : followers) {
            boolean isIn = partition.isr().contains(follower.id());
            boolean shallBeIn = isIn ? follower.keepsUp(own.endOffset(), nowMs, rules.maxLagMs()) : mayJoin(follower);
            differs |= isIn != shallBeIn;
            if (shallBeIn) {
                wanted.add(new IsrChange.InSync(follower.id(), follower.brokerEpoch()));
            }
        }
        return differs
                ? Optional.of(new IsrChange(partition.leaderEpoch(), partition.partitionEpoch(), wanted))
                : Optional.empty();
    }

    /**
     * The controller has answered a proposal. Where the outcome is not known for sure, the proposed replicas go on counting until the
     * metadata shows a later state. Returns whether the watermark moved.
     */
    public boolean answered(IsrChange change, Errors error, long nowMs) {
        boolean refused = error == Errors.INELIGIBLE_REPLICA || error == Errors.INVALID_REQUEST;
        if (!change.equals(proposed) || !refused) {
            return false;
        }
        proposed = null;
        maximalIsr = maximalIsr();
        return advance(nowMs);
    }

    /** Whether this follower has caught up and should be proposed. */
    public boolean isReadyToJoin(int replica) {
        if (proposed != null || partition.isr().contains(replica)) {
            return false;
        }
        for (FollowerProgress follower : followers) {
            if (follower.id() == replica) {
                return mayJoin(follower);
            }
        }
        return false;
    }

    /** Everything below this offset is on every replica in sync. */
    public long highWatermark() {
        return highWatermark;
    }

    /** How far the leader's own log is safe. */
    public long safeEnd() {
        return own.safeEnd();
    }

    /** Whether enough replicas are in sync to take acks=all. */
    public boolean enoughInSync() {
        return partition.isr().size() >= partition.minInSync(rules.minInSyncReplicas());
    }

    /** Whether the replica is one of the partition's. */
    public boolean isAssigned(int replica) {
        return partition.replicas().contains(replica);
    }

    /** Whether there is anybody to replicate to. */
    public boolean hasFollowers() {
        return followers.length > 0;
    }

    /** No replica on a broker that serves has anything below this offset. */
    public long lowWatermark(long ownLogStart) {
        long lowest = ownLogStart;
        for (FollowerProgress follower : followers) {
            if (brokers.isAlive(follower.id())) {
                lowest = Math.min(lowest, follower.logStart());
            }
        }
        return lowest;
    }

    /** Rule R1: it has all that is committed and all of earlier epochs, goes on fetching, and its broker may be in sync. */
    private boolean mayJoin(FollowerProgress follower) {
        return !follower.hasLeft()
                && follower.end() >= highWatermark
                && follower.end() >= epochStart
                && brokers.mayBeInSync(follower.id(), follower.brokerEpoch());
    }

    private void assign(long nowMs) {
        List<FollowerProgress> next = new ArrayList<>();
        for (int replica : partition.replicas()) {
            if (replica != nodeId) {
                next.add(known(replica)
                        .orElseGet(() -> new FollowerProgress(
                                replica, partition.isr().contains(replica) ? nowMs : Long.MIN_VALUE)));
            }
        }
        followers = next.toArray(FollowerProgress[]::new);
        maximalIsr = maximalIsr();
    }

    private Optional<FollowerProgress> known(int replica) {
        for (FollowerProgress follower : followers) {
            if (follower.id() == replica) {
                return Optional.of(follower);
            }
        }
        return Optional.empty();
    }

    private Set<Integer> maximalIsr() {
        Set<Integer> all = new LinkedHashSet<>(partition.isr());
        if (proposed != null) {
            proposed.isr().forEach(member -> all.add(member.brokerId()));
        }
        return all;
    }

    /** Rules R1 and R2; one of the eligible leader replicas may yet be elected, so it must not fall behind the watermark. */
    private boolean advance(long nowMs) {
        if (!enoughInSync() || !partition.elr().isEmpty()) {
            return false;
        }
        long lowest = own.safeEnd();
        for (FollowerProgress follower : followers) {
            if (follower.end() < lowest && holdsWatermark(follower, nowMs)) {
                lowest = follower.end();
            }
        }
        if (lowest <= highWatermark) {
            return false;
        }
        highWatermark = lowest;
        return true;
    }

    /** Besides the maximal ISR: one that had caught up a moment ago is waited for, or under load it would never get into the ISR. */
    private boolean holdsWatermark(FollowerProgress follower, long nowMs) {
        return maximalIsr.contains(follower.id())
                || (!follower.hasLeft()
                        && follower.end() >= 0
                        && follower.keepsUp(own.endOffset(), nowMs, rules.maxLagMs())
                        && brokers.mayBeInSync(follower.id(), follower.brokerEpoch()));
    }
}
