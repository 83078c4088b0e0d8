package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Leads a classic group from one generation to the next. */
final class Rebalance {
    private final ClassicGroup group;

    /** When gathering members, or waiting for their syncs, ends; steady clock. */
    private long deadlineMs = Long.MAX_VALUE;

    /** Whether members are being gathered for a group that was empty: it waits a while, as more are likely to come. */
    private boolean initial;

    private boolean newMemberSinceDelay;
    private long initialDelayMs;
    private long initialRemainingMs;

    /** Whether the record of a generation without members is on its way. */
    private boolean emptying;

    /** Why the last rebalance began, for the log. */
    private String reason = "";

    Rebalance(ClassicGroup group) {
        this.group = group;
    }

    String reason() {
        return reason;
    }

    /** Begins a rebalance unless one is under way, and ends it when everybody has joined. */
    void prepareOrComplete(String why, Moment now, Outcome.Builder out) {
        if (group.phase == GroupPhase.PREPARING_REBALANCE) {
            completeIfAllJoined(now, out);
        } else {
            prepare(why, now, out);
        }
    }

    void prepare(String why, Moment now, Outcome.Builder out) {
        reason = why;
        if (group.phase == GroupPhase.COMPLETING_REBALANCE) {
            answerSyncs(Errors.REBALANCE_IN_PROGRESS, out);
        }
        group.members.all().forEach(member -> member.syncDue = false);
        initial = group.phase == GroupPhase.EMPTY || group.phase == GroupPhase.DEAD;
        group.phase = GroupPhase.PREPARING_REBALANCE;
        if (initial) {
            newMemberSinceDelay = false;
            initialDelayMs = group.limits.initialRebalanceDelayMs();
            initialRemainingMs = Math.max(group.members.rebalanceTimeoutMs() - initialDelayMs, 0);
            awaitUntil(now.steadyMs() + initialDelayMs);
            if (initialDelayMs == 0) {
                complete(now, out);
            }
        } else {
            awaitUntil(now.steadyMs() + group.members.rebalanceTimeoutMs());
            completeIfAllJoined(now, out);
        }
    }

    /** While an empty group waits, every newcomer may prolong the wait. */
    void noteNewMember() {
        newMemberSinceDelay |= group.phase == GroupPhase.PREPARING_REBALANCE && initial;
    }

    void completeIfAllJoined(Moment now, Outcome.Builder out) {
        boolean gathering = group.phase == GroupPhase.PREPARING_REBALANCE;
        boolean everybodyGone = group.members.isEmpty() && group.members.pending.isEmpty();
        if (gathering && !emptying && group.members.allJoined() && (!initial || everybodyGone)) {
            complete(now, out);
        }
    }

    /** Time is up for whom we waited. */
    void onTime(Moment now, Outcome.Builder out) {
        if (emptying || deadlineMs > now.steadyMs()) {
            return;
        }
        deadlineMs = Long.MAX_VALUE;
        switch (group.phase) {
            case PREPARING_REBALANCE -> {
                if (initial && newMemberSinceDelay && initialRemainingMs != 0) {
                    prolongInitialDelay(now);
                } else {
                    complete(now, out);
                }
            }
            case COMPLETING_REBALANCE, STABLE -> evictWhoDidNotSync(now, out);
            case DEAD, EMPTY -> {}
        }
    }

    /** The record of an empty generation was committed or refused. */
    void settled() {
        emptying = false;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    /** Notes that a member has synced. */
    void synced(Member member) {
        if (member.syncDue) {
            member.syncDue = false;
            if (group.members.all().stream().noneMatch(each -> each.syncDue)) {
                deadlineMs = Long.MAX_VALUE;
            }
        }
    }

    /** Removes a member; its waiting join or sync is answered with the error. */
    void evict(Member member, Errors error, Outcome.Builder out) {
        dismiss(member, error, out);
        group.members.remove(member);
    }

    /** Answers a member's waiting join and sync with an error. */
    void dismiss(Member member, Errors error, Outcome.Builder out) {
        Reply<JoinResult> join = group.members.unpark(member);
        if (join != null) {
            out.answer(join, JoinResult.failed(error, member.id));
        }
        Reply<SyncResult> sync = member.syncing;
        if (sync != null) {
            member.syncing = null;
            out.answer(sync, SyncResult.failed(error));
        }
    }

    /** The answer to the join of a member of the present generation. */
    JoinResult joined(Member member, boolean withRoster, boolean skipAssignment) {
        return new JoinResult(
                Errors.NONE,
                member.id,
                group.generationId,
                group.protocolType,
                group.protocolName,
                Optional.ofNullable(group.members.leader).orElse(""),
                skipAssignment,
                withRoster ? roster(member, member) : List.of());
    }

    /** Everybody as the leader needs to see them, one of them replaced by its new incarnation. */
    List<JoinResult.JoinedMember> roster(Member former, Member incarnation) {
        String protocol = group.protocolName.orElse("");
        List<JoinResult.JoinedMember> roster = new ArrayList<>();
        for (Member each : group.members.all()) {
            Member member = each == former ? incarnation : each;
            roster.add(new JoinResult.JoinedMember(member.id, member.instanceId, member.metadata(protocol)));
        }
        return roster;
    }

    /** The present generation with one member replaced by its new incarnation. */
    StoredGroup withReplaced(Member former, Member incarnation, boolean leads, Moment now) {
        List<StoredGroup.StoredMember> stored = new ArrayList<>();
        for (Member each : group.members.all()) {
            Member member = each == former ? incarnation : each;
            stored.add(member.stored(group.protocolName, member.assignment));
        }
        return new StoredGroup(
                group.protocolType.orElse(""),
                group.generationId,
                group.protocolName,
                leads ? Optional.of(incarnation.id) : Optional.ofNullable(group.members.leader),
                now.wallMs(),
                stored);
    }

    private void prolongInitialDelay(Moment now) {
        newMemberSinceDelay = false;
        long delay = Math.min(group.limits.initialRebalanceDelayMs(), initialRemainingMs);
        initialRemainingMs = Math.max(initialRemainingMs - initialDelayMs, 0);
        initialDelayMs = delay;
        awaitUntil(now.steadyMs() + delay);
    }

    private void complete(Moment now, Outcome.Builder out) {
        if (!group.members.electLeaderAmongJoined() && !group.members.isEmpty()) {
            // Nobody has joined: wait on until they have or their sessions have run out.
            awaitUntil(now.steadyMs() + group.members.rebalanceTimeoutMs());
            return;
        }
        // Static members keep their place for as long as their session lasts.
        group.members.copy().stream()
                .filter(member -> member.joining == null && !member.isStatic())
                .forEach(group.members::remove);
        initial = false;
        deadlineMs = Long.MAX_VALUE;
        if (group.members.isEmpty()) {
            emptying = true;
            out.write(new GroupRecord.GenerationStored(group.groupId, emptyGeneration(now)));
        } else {
            beginGeneration(now, out);
        }
    }

    private StoredGroup emptyGeneration(Moment now) {
        return new StoredGroup(
                group.protocolType.orElse(""),
                group.generationId + 1,
                Optional.empty(),
                Optional.empty(),
                now.wallMs(),
                List.of());
    }

    private void beginGeneration(Moment now, Outcome.Builder out) {
        group.generationId++;
        group.protocolName = group.members.electProtocol();
        group.phase = GroupPhase.COMPLETING_REBALANCE;
        group.stateTimestampMs = now.wallMs();
        group.learnSubscriptions();
        for (Member member : group.members.all()) {
            member.fresh = false;
            member.syncDue = true;
            group.alive(member, now);
            Reply<JoinResult> join = group.members.unpark(member);
            if (join != null) {
                out.answer(join, joined(member, group.members.isLeader(member.id), false));
            }
        }
        awaitUntil(now.steadyMs() + group.members.rebalanceTimeoutMs());
    }

    private void evictWhoDidNotSync(Moment now, Outcome.Builder out) {
        List<Member> silent =
                group.members.all().stream().filter(member -> member.syncDue).toList();
        if (!silent.isEmpty()) {
            silent.forEach(member -> evict(member, Errors.UNKNOWN_MEMBER_ID, out));
            prepare(silent.size() + " members did not sync in time", now, out);
        }
    }

    private void answerSyncs(Errors error, Outcome.Builder out) {
        for (Member member : group.members.all()) {
            Reply<SyncResult> sync = member.syncing;
            if (sync != null) {
                member.syncing = null;
                out.answer(sync, SyncResult.failed(error));
            }
        }
    }

    private void awaitUntil(long deadline) {
        deadlineMs = deadline;
        group.nextDeadlineMs = Math.min(group.nextDeadlineMs, deadline);
    }
}
