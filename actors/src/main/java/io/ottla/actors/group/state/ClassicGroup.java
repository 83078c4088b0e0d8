package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The classic group protocol: members join a generation, its leader assigns, all sync. What kind of work is shared out is the
 * members' business; metadata and assignments are opaque.
 *
 * <p>Who is in the group right now is memory: a new coordinator starts from the last generation stored and takes everybody in it
 * for alive. A generation becomes durable with its assignments, an empty one when the last member has gone; so does the new id of
 * a static member. These are the records of this class, at most one of them on its way at a time.
 */
final class ClassicGroup implements Membership {
    /** The type of work that consumers share out. */
    static final String CONSUMER = "consumer";

    final String groupId;
    final GroupLimits limits;
    final Members members = new Members();
    final Rebalance rebalance = new Rebalance(this);
    private final Joining joins = new Joining(this);
    private final Syncing syncs = new Syncing(this);
    private final Leaving leaves = new Leaving(this);

    GroupPhase phase = GroupPhase.DEAD;
    int generationId;
    Optional<String> protocolType = Optional.empty();
    Optional<String> protocolName = Optional.empty();
    long stateTimestampMs = -1L;

    /** A static member's new incarnation whose record is on its way. */
    @Nullable
    Member replacement;

    /** A lower bound of every deadline there is, steady clock; {@link #onTime} makes it exact. */
    long nextDeadlineMs = Long.MAX_VALUE;

    /** Whether the log holds a generation of this group. */
    private boolean stored;

    /** Whether it is coordinated, and not just read from the log. */
    private boolean live;

    /** Whether its members came with a record that it did not write itself: those of a consumer group, who are to join anew. */
    private boolean handedOver;

    private Optional<Set<String>> subscribedTopics = Optional.empty();

    ClassicGroup(String groupId, GroupLimits limits) {
        this.groupId = groupId;
        this.limits = limits;
    }

    Outcome join(GroupCommand.Join join, Moment now) {
        return joins.decide(join, now);
    }

    Outcome sync(GroupCommand.Sync sync, Moment now) {
        return syncs.decide(sync, now);
    }

    Outcome leave(GroupCommand.Leave leave, Moment now) {
        return leaves.decide(leave, now);
    }

    Errors heartbeat(GroupCommand.Heartbeat heartbeat, Moment now) {
        if (heartbeat.groupId().isEmpty()) {
            return Errors.INVALID_GROUP_ID;
        }
        Errors error = checkMember(heartbeat.memberId(), heartbeat.instanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (heartbeat.generationId() != generationId) {
            return Errors.ILLEGAL_GENERATION;
        }
        alive(member(heartbeat.memberId()), now);
        return phase == GroupPhase.PREPARING_REBALANCE ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
    }

    @Override
    public String kind() {
        return GroupListing.CLASSIC;
    }

    @Override
    public String protocolType() {
        return protocolType.orElse("");
    }

    @Override
    public String state() {
        return phase.label();
    }

    @Override
    public Errors checkCommit(GroupCommand.CommitOffsets commit, Moment now) {
        boolean empty = phase == GroupPhase.EMPTY || phase == GroupPhase.DEAD;
        if (commit.generationId() < 0 && empty) {
            return Errors.NONE;
        }
        if (phase == GroupPhase.DEAD) {
            return Errors.GROUP_ID_NOT_FOUND;
        }
        boolean claimsMembership = commit.generationId() >= 0
                || !commit.memberId().isEmpty()
                || commit.instanceId().isPresent();
        if (!claimsMembership) {
            // A producer of old clients names no member; its transaction is what fences it.
            return commit.producer().isPresent() ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
        }
        Errors error = checkMember(commit.memberId(), commit.instanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (commit.generationId() != generationId) {
            return Errors.ILLEGAL_GENERATION;
        }
        if (phase == GroupPhase.COMPLETING_REBALANCE && commit.producer().isEmpty()) {
            return Errors.REBALANCE_IN_PROGRESS;
        }
        alive(member(commit.memberId()), now);
        return Errors.NONE;
    }

    @Override
    public Errors checkOffset(GroupCommand.CommitOffsets commit, OffsetToCommit offset) {
        return Errors.NONE;
    }

    @Override
    public Errors checkFetch(GroupCommand.FetchOffsets fetch) {
        return Errors.NONE;
    }

    @Override
    public Errors checkDeleteOffsets() {
        return switch (phase) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case EMPTY -> Errors.NONE;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE ->
                isConsumerGroup() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
        };
    }

    @Override
    public OptionalLong unusedSince(CommittedOffset offset) {
        OptionalLong commit = OptionalLong.of(offset.commitTimestampMs());
        if (protocolType.isEmpty()) {
            return commit;
        }
        if (phase == GroupPhase.EMPTY) {
            return stateTimestampMs < 0 ? commit : OptionalLong.of(stateTimestampMs);
        }
        boolean known = isConsumerGroup() && subscribedTopics.isPresent();
        return known && phase == GroupPhase.STABLE ? commit : OptionalLong.empty();
    }

    @Override
    public void forget(Outcome.Builder out) {
        if (stored) {
            out.write(new GroupRecord.GroupForgotten(groupId));
        }
    }

    /** Whether this is a member and, where it says which static member it is, the newest incarnation of it. */
    Errors checkMember(String memberId, Optional<String> instanceId) {
        if (instanceId.isPresent()) {
            String current = members.idOf(instanceId.get());
            if (current == null) {
                return Errors.UNKNOWN_MEMBER_ID;
            }
            if (!current.equals(memberId)) {
                return Errors.FENCED_INSTANCE_ID;
            }
        }
        return members.find(memberId) == null ? Errors.UNKNOWN_MEMBER_ID : Errors.NONE;
    }

    GroupDescription describe() {
        boolean stable = phase == GroupPhase.STABLE;
        String protocol = stable ? protocolName.orElse("") : "";
        List<GroupDescription.DescribedMember> described = members.all().stream()
                .map(member -> new GroupDescription.DescribedMember(
                        member.id,
                        member.instanceId,
                        member.clientId,
                        member.clientHost,
                        stable ? member.metadata(protocol) : SyncResult.NO_ASSIGNMENT,
                        stable ? member.assignment : SyncResult.NO_ASSIGNMENT))
                .toList();
        return new GroupDescription(Errors.NONE, phase, protocolType(), protocol, described, Optional.empty());
    }

    /** A member that has just been checked to exist. */
    Member member(String id) {
        Member found = members.find(id);
        if (found == null) {
            throw new IllegalStateException("group " + groupId + " has no member " + id);
        }
        return found;
    }

    /** Gives a member a full session from now on. */
    void alive(Member member, Moment now) {
        due(member, now.steadyMs() + member.sessionTimeoutMs);
    }

    void due(Member member, long deadlineMs) {
        member.sessionDeadlineMs = deadlineMs;
        nextDeadlineMs = Math.min(nextDeadlineMs, deadlineMs);
    }

    Outcome onTime(Moment now) {
        if (!handedOver) {
            return new Expiry(this).decide(now);
        }
        handedOver = false;
        members.all().forEach(member -> alive(member, now));
        Outcome.Builder out = new Outcome.Builder();
        rebalance.prepare("its members speak the classic protocol from now on", now, out);
        return out.build().and(new Expiry(this).decide(now));
    }

    /** The record of the group on its way was refused: goes back or on to where the log agrees with us. */
    Outcome onRefused(Moment now) {
        rebalance.settled();
        if (replacement != null) {
            replacement = null;
            return Outcome.NOTHING;
        }
        Outcome.Builder out = new Outcome.Builder();
        if (phase == GroupPhase.COMPLETING_REBALANCE) {
            rebalance.prepare("the assignments could not be stored", now, out);
        } else if (phase == GroupPhase.PREPARING_REBALANCE && members.isEmpty()) {
            // Everybody has left whether or not that could be written; a new coordinator would find out by their
            // silence.
            becomeEmpty(now.wallMs());
        }
        return out.build();
    }

    /** Takes over a generation from the log; at start, or because our own record of it is committed. */
    void replay(StoredGroup group) {
        rebalance.settled();
        stored = true;
        generationId = group.generationId();
        protocolType = Optional.of(group.protocolType()).filter(type -> !type.isEmpty());
        protocolName = group.protocol();
        stateTimestampMs = group.stateTimestampMs();
        Set<String> kept = new HashSet<>();
        for (StoredGroup.StoredMember each : group.members()) {
            replay(each);
            kept.add(each.memberId());
        }
        members.copy().stream().filter(member -> !kept.contains(member.id)).forEach(members::remove);
        members.leader = group.leader().orElse(null);
        phase = members.isEmpty() ? GroupPhase.EMPTY : GroupPhase.STABLE;
        replacement = null;
        learnSubscriptions();
    }

    private void replay(StoredGroup.StoredMember stored) {
        Member member = members.find(stored.memberId());
        if (member == null) {
            member = incarnation(stored);
            if (live && member != replacement) {
                handedOver = true;
                nextDeadlineMs = 0;
            }
            String formerId = stored.instanceId().map(members::idOf).orElse(null);
            Member former = formerId == null ? null : members.find(formerId);
            if (former == null) {
                members.add(member);
            } else {
                members.replace(former, member);
            }
        }
        member.assignment = stored.assignment();
    }

    private Member incarnation(StoredGroup.StoredMember stored) {
        if (replacement != null && replacement.id.equals(stored.memberId())) {
            return replacement;
        }
        return new Member(
                stored.memberId(),
                stored.instanceId(),
                stored.clientId(),
                stored.clientHost(),
                stored.sessionTimeoutMs(),
                stored.rebalanceTimeoutMs() < 0 ? stored.sessionTimeoutMs() : stored.rebalanceTimeoutMs(),
                List.of(new JoinProtocol(protocolName.orElse(""), stored.subscription())));
    }

    /** The log says that the group is no more. */
    void forget() {
        stored = false;
        members.copy().forEach(members::remove);
        phase = GroupPhase.DEAD;
        generationId = 0;
        protocolType = Optional.empty();
        protocolName = Optional.empty();
        stateTimestampMs = -1L;
        subscribedTopics = Optional.empty();
    }

    /** The log has been replayed: from now on its members are expected to be heard of. */
    void start(Moment now) {
        live = true;
        members.all().forEach(member -> alive(member, now));
    }

    void becomeEmpty(long wallMs) {
        generationId++;
        protocolName = Optional.empty();
        members.leader = null;
        stateTimestampMs = wallMs;
        phase = GroupPhase.EMPTY;
        learnSubscriptions();
    }

    void learnSubscriptions() {
        subscribedTopics = isConsumerGroup() ? Subscriptions.of(members.all(), protocolName) : Optional.empty();
    }

    @Override
    public boolean isStored() {
        return stored;
    }

    boolean isConsumerGroup() {
        return protocolType.filter(CONSUMER::equals).isPresent();
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        return subscribedTopics.map(topics -> topics.contains(topic)).orElse(isConsumerGroup());
    }

    @Override
    public boolean hasMembers() {
        return !members.isEmpty();
    }
}
