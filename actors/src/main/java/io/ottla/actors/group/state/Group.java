package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Answer;
import io.ottla.actors.coordinator.state.CoordinatorCommand;
import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerGroup;
import io.ottla.actors.group.state.consumer.ConsumerProtocol;
import io.ottla.actors.group.state.consumer.ConsumerRecord;
import io.ottla.actors.group.state.consumer.HeartbeatAnswer;
import io.ottla.actors.group.state.consumer.Refusal;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * One group: its members and its committed offsets. Decides commands, and changes what is durable only by {@link #replay replaying}
 * records; the same records in the same order give the same group to the next coordinator.
 *
 * <p>This is the whole of what the coordinator's runtime knows of a group. It speaks the consumer protocol (KIP-848) or the classic one,
 * and {@link Migration} leads from one to the other; offsets do not care. Another kind of group is another {@link Membership} here.
 */
public final class Group implements Entity {
    private static final String DEAD = GroupPhase.DEAD.label();
    private static final String EMPTY = GroupPhase.EMPTY.label();

    private final String id;
    private final ConsumerContext context;
    private final ClassicGroup classic;
    private final ConsumerGroup consumers;
    private final ConsumerMembership consumerMembership;
    private final ConsumerProtocol consumerProtocol;
    private final Migration migration;
    private final MixedMembers mixed;
    private final GroupOffsets offsets = new GroupOffsets();
    private final OffsetRequests offsetRequests;

    /** A group that nobody knows yet. */
    public Group(String id, GroupLimits limits, ConsumerContext context) {
        this.id = id;
        this.context = context;
        this.classic = new ClassicGroup(id, limits);
        this.consumers = new ConsumerGroup(id, context.load());
        this.consumerMembership = new ConsumerMembership(consumers);
        this.migration = new Migration(id, classic, context);
        this.consumerProtocol = new ConsumerProtocol(consumers, context, migration);
        this.mixed = new MixedMembers(consumers, consumerProtocol, context, limits, migration);
        this.offsetRequests = new OffsetRequests(id, limits, offsets);
    }

    @Override
    public String id() {
        return id;
    }

    /** Where it stands, as clients call it. */
    public String state() {
        return members().state();
    }

    /** Where it stands as a classic group. */
    public GroupPhase phase() {
        return classic.phase;
    }

    /** How many generations it has had, or the epoch it is in. */
    public int generationId() {
        return consumers.exists() ? consumers.epoch() : classic.generationId;
    }

    /** Why it last began to rebalance, in words; empty for a consumer group, which does so one member at a time. */
    public String rebalanceReason() {
        return consumers.exists() ? "" : classic.rebalance.reason();
    }

    /** How many members it has. */
    public int size() {
        return consumers.exists() ? consumers.size() : classic.members.size();
    }

    private Membership members() {
        return consumers.exists() ? consumerMembership : classic;
    }

    @Override
    public long nextDeadlineMs() {
        return Math.min(classic.nextDeadlineMs, consumers.nextDeadlineMs());
    }

    @Override
    public boolean isVacant() {
        return !classic.hasMembers()
                && classic.members.pending.isEmpty()
                && !classic.isStored()
                && !consumers.exists()
                && offsets.isEmpty();
    }

    @Override
    public GroupListing listing() {
        Membership members = members();
        return new GroupListing(id, members.protocolType(), members.state(), members.kind());
    }

    @Override
    public Outcome decide(CoordinatorCommand command, Moment now) {
        return ((GroupCommand) command).decideIn(this, now);
    }

    @Override
    public Outcome onTime(Moment now) {
        Outcome outcome = consumers.nextDeadlineMs() <= now.steadyMs() ? consumerProtocol.onTime(now) : Outcome.NOTHING;
        return classic.nextDeadlineMs <= now.steadyMs() ? outcome.and(classic.onTime(now)) : outcome;
    }

    @Override
    public void start(Moment now) {
        classic.start(now);
        consumers.start(now, context.settings().get().sessionTimeoutMs());
    }

    @Override
    public void replay(CoordinatorRecord record) {
        if (record instanceof ConsumerRecord consumerRecord) {
            consumers.replay(consumerRecord);
        } else {
            ((GroupRecord) record).replayIn(this);
        }
        boolean known = classic.isStored() || !offsets.isEmpty();
        if (classic.phase == GroupPhase.DEAD && known) {
            classic.phase = GroupPhase.EMPTY;
        } else if (classic.phase == GroupPhase.EMPTY && !known) {
            classic.phase = GroupPhase.DEAD;
        }
    }

    @Override
    public Outcome onRefused(Outcome outcome, Moment now) {
        consumers.refused();
        boolean generation =
                outcome.records().stream().anyMatch(record -> record instanceof GroupRecord.GenerationStored);
        return generation && !consumers.exists() ? classic.onRefused(now) : Outcome.NOTHING;
    }

    @Override
    public List<Answer<?>> abandon(Errors error) {
        consumers.stop();
        Outcome.Builder out = new Outcome.Builder();
        classic.members.all().forEach(member -> classic.rebalance.dismiss(member, error, out));
        return out.build().answers();
    }

    Outcome join(GroupCommand.Join join, Moment now) {
        if (!consumers.exists()) {
            return classic.join(join, now);
        }
        if (consumers.size() > 0) {
            return mixed.join(join, now);
        }
        // The next attempt finds no consumer group any more.
        Outcome.Builder out = new Outcome.Builder();
        consumers.dissolve(out);
        out.answer(join.reply(), JoinResult.failed(Errors.COORDINATOR_LOAD_IN_PROGRESS, join.memberId()));
        return out.build();
    }

    Outcome sync(GroupCommand.Sync sync, Moment now) {
        return consumers.exists() ? mixed.sync(sync, now) : classic.sync(sync, now);
    }

    Outcome heartbeat(GroupCommand.Heartbeat heartbeat, Moment now) {
        return consumers.exists()
                ? mixed.heartbeat(heartbeat, now)
                : Outcome.answer(heartbeat.reply(), classic.heartbeat(heartbeat, now));
    }

    Outcome leave(GroupCommand.Leave leave, Moment now) {
        return consumers.exists() ? mixed.leave(leave, now) : classic.leave(leave, now);
    }

    Outcome describe(GroupCommand.Describe describe) {
        return Outcome.answer(
                describe.reply(), consumers.exists() ? GroupDescription.notClassic(id) : classic.describe());
    }

    Outcome consumerHeartbeat(ConsumerGroupCommand.Heartbeat heartbeat, Moment now) {
        if (consumers.exists()) {
            return consumerProtocol.heartbeat(heartbeat.ask(), heartbeat.reply(), now);
        }
        boolean joins = heartbeat.ask().memberEpoch() == 0;
        if (joins && !classic.hasMembers()) {
            return takeOver(consumerProtocol.heartbeat(heartbeat.ask(), heartbeat.reply(), now));
        }
        Optional<List<CoordinatorRecord>> upgrade = joins ? migration.upgrade() : Optional.empty();
        return upgrade.map(records -> upgrade(records, heartbeat, now))
                .orElseGet(() -> Outcome.answer(
                        heartbeat.reply(),
                        HeartbeatAnswer.refused(
                                consumerProtocol.fault(heartbeat.ask()).orElseGet(this::notConsumers))));
    }

    /** A consumer group in the place of a classic one without members. */
    private Outcome takeOver(Outcome joined) {
        if (!joined.writes() || !classic.isStored()) {
            return joined;
        }
        Outcome.Builder out = new Outcome.Builder();
        classic.forget(out);
        return out.build().and(joined);
    }

    /** The member is let into the consumer group that the classic one is about to become; nothing happens unless it is. */
    private Outcome upgrade(List<CoordinatorRecord> records, ConsumerGroupCommand.Heartbeat heartbeat, Moment now) {
        ConsumerGroup future = new ConsumerGroup(id, context.load());
        for (CoordinatorRecord record : records) {
            if (record instanceof ConsumerRecord consumerRecord) {
                future.replay(consumerRecord);
            }
        }
        future.expectAll(now, context.settings().get().sessionTimeoutMs());
        Outcome joined =
                new ConsumerProtocol(future, context, migration).heartbeat(heartbeat.ask(), heartbeat.reply(), now);
        if (!joined.writes()) {
            return joined;
        }
        consumers.takeDeadlines(future);
        Outcome.Builder out = new Outcome.Builder();
        records.forEach(out::write);
        classic.members.all().forEach(member -> classic.rebalance.dismiss(member, Errors.REBALANCE_IN_PROGRESS, out));
        return out.build().and(joined);
    }

    Outcome describeConsumers(ConsumerGroupCommand.Describe describe) {
        if (consumers.exists()) {
            return Outcome.answer(describe.reply(), consumerMembership.describe(consumerProtocol.assignor()));
        }
        return Outcome.answer(describe.reply(), ConsumerGroupDescription.failed(notConsumers()));
    }

    private Refusal notConsumers() {
        String what = classic.phase == GroupPhase.DEAD ? " not found." : " is not a consumer group.";
        return Refusal.of(Errors.GROUP_ID_NOT_FOUND, "Group " + id + what);
    }

    Outcome commit(GroupCommand.CommitOffsets commit, Moment now) {
        return offsetRequests.commit(commit, members(), now);
    }

    Outcome fetch(GroupCommand.FetchOffsets fetch) {
        return offsetRequests.fetch(fetch, members());
    }

    Outcome deleteOffsets(GroupCommand.DeleteOffsets delete) {
        return offsetRequests.delete(delete, members());
    }

    Outcome delete(GroupCommand.Delete delete) {
        String state = state();
        if (state.equals(EMPTY)) {
            return offsetRequests.deleteGroup(delete, members());
        }
        return Outcome.answer(delete.reply(), state.equals(DEAD) ? Errors.GROUP_ID_NOT_FOUND : Errors.NON_EMPTY_GROUP);
    }

    Outcome expire(Moment now) {
        return offsetRequests.expire(members(), state().equals(EMPTY), now);
    }

    Outcome forgetTopics(GroupCommand.ForgetTopics forget) {
        return offsetRequests.forgetTopics(forget.topics());
    }

    void replayOffset(TopicPartition partition, CommittedOffset offset) {
        offsets.put(partition, offset);
    }

    void replayPending(long producerId, TopicPartition partition, CommittedOffset offset) {
        offsets.putPending(producerId, partition, offset);
    }

    void replayTransactionEnded(long producerId, boolean committed) {
        offsets.end(producerId, committed);
    }

    void replayNoOffset(TopicPartition partition) {
        offsets.remove(partition);
    }

    void replayGeneration(StoredGroup generation) {
        classic.replay(generation);
    }

    void replayForgotten() {
        classic.forget();
    }
}
