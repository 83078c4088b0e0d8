package io.ottla.actors.group.state.consumer;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.assignor.TopicsView;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/** Decides what members of a consumer group ask for, and what becomes of those who are silent. */
public final class ConsumerProtocol {
    /** A member that waits for others asks this much more often. */
    private static final int WAITING_FACTOR = 5;

    private static final int SHORTEST_INTERVAL_MS = 100;

    private final ConsumerGroup group;
    private final ConsumerContext context;
    private final Downgrade downgrade;

    /** The protocol of one group. */
    public ConsumerProtocol(ConsumerGroup group, ConsumerContext context, Downgrade downgrade) {
        this.group = group;
        this.context = context;
        this.downgrade = downgrade;
    }

    /** What is wrong with a heartbeat whatever the group. */
    public Optional<Refusal> fault(HeartbeatAsk ask) {
        return new HeartbeatChecks(group, context.settings().get()).form(ask);
    }

    /** A member joins, is alive, or leaves. */
    public Outcome heartbeat(HeartbeatAsk ask, Reply<HeartbeatAnswer> reply, Moment now) {
        ConsumerSettings settings = context.settings().get();
        Optional<Refusal> refusal = new HeartbeatChecks(group, settings).refusal(ask);
        if (refusal.isPresent()) {
            return Outcome.answer(reply, HeartbeatAnswer.refused(refusal.get()));
        }
        return ask.memberEpoch() < HeartbeatAsk.JOIN ? leave(ask, reply, now) : stay(ask, reply, settings, now);
    }

    private Outcome stay(HeartbeatAsk ask, Reply<HeartbeatAnswer> reply, ConsumerSettings settings, Moment now) {
        Optional<ConsumerMember> known = group.member(ask.memberId());
        Optional<ConsumerMember> former = known.isPresent()
                ? Optional.empty()
                : ask.instanceId().flatMap(group::idOf).flatMap(group::member);
        Optional<CurrentAssignment> before = known.map(ConsumerMember::current)
                .or(() -> former.map(member -> member.current().inherited()));
        Subscription subscription = ask.subscription(known.or(() -> former).map(ConsumerMember::subscription));
        Outcome.Builder out = new Outcome.Builder();
        CurrentAssignment after = lead(
                new Step(
                        ask.memberId(),
                        former.map(ConsumerMember::id),
                        subscription,
                        before,
                        ask.owned(),
                        Optional.of(ask.maySee())),
                now,
                out);
        heardOf(ask.memberId(), subscription, after, settings, now);
        boolean tell = ask.tellsAll()
                || before.filter(was -> was.assigned()
                                .partitions()
                                .equals(after.assigned().partitions()))
                        .isEmpty();
        out.answer(
                reply,
                new HeartbeatAnswer(
                        Errors.NONE,
                        Optional.empty(),
                        ask.memberId(),
                        after.memberEpoch(),
                        intervalMs(settings, after.state()),
                        tell ? Optional.of(after.assigned().partitions()) : Optional.empty()),
                HeartbeatAnswer::failed);
        return out.build();
    }

    /** Leads a member a step on; brings epoch and targets of the group up to date before. Returns where the member stands then. */
    public CurrentAssignment lead(Step step, Moment now, Outcome.Builder out) {
        TopicsView topics = context.topics().get();
        CurrentAssignment before = step.before().orElse(CurrentAssignment.FRESH);
        String memberId = step.memberId();
        boolean isNew = step.before().isEmpty() || step.formerId().isPresent();
        Reconciliation reconciliation;
        if (!isNew && isUpToDate(step, topics, now)) {
            reconciliation = reconciliation(step, before, group.targetEpoch, group.target(memberId));
            CurrentAssignment after = reconciliation.next();
            if (!after.equals(before)) {
                out.write(new ConsumerRecord.MemberAssigned(group.id, memberId, after));
            }
            return after;
        }
        Draft draft = new Draft(group, context.settings().get(), topics, now, out);
        step.formerId()
                .ifPresentOrElse(
                        former -> draft.replace(former, memberId, step.subscription()),
                        () -> draft.subscribe(memberId, step.subscription()));
        step.maySee().ifPresentOrElse(draft::matchPatterns, draft::dropPatterns);
        draft.bump();
        draft.retarget();
        reconciliation = reconciliation(step, before, draft.targetEpoch(), draft.target(memberId));
        CurrentAssignment after = reconciliation.next();
        draft.assign(memberId, before, after, isNew);
        return after;
    }

    /** The assignor that the group's members agree on. */
    public String assignor() {
        return PreferredAssignor.of(
                        group.subscriptions.values(), context.settings().get().assignors())
                .name();
    }

    private boolean isUpToDate(Step step, TopicsView topics, Moment now) {
        boolean patternsHold = group.patterns.isEmpty()
                || step.maySee().isEmpty()
                || group.metadata.hasMatched(topics, context.settings().get().patternRefreshMs(), now.steadyMs());
        return step.subscription().equals(group.subscriptions.get(step.memberId()))
                && group.epoch == group.targetEpoch
                && group.metadata.hasSeen(topics)
                && patternsHold;
    }

    private Reconciliation reconciliation(Step step, CurrentAssignment before, int targetEpoch, PartitionSet target) {
        return new Reconciliation(before, targetEpoch, target, step.owned(), group::isFree);
    }

    private void heardOf(
            String memberId,
            Subscription subscription,
            CurrentAssignment after,
            ConsumerSettings settings,
            Moment now) {
        group.deadlines.heardOf(
                memberId, now.steadyMs() + ConsumerGroup.sessionMs(subscription, settings.sessionTimeoutMs()));
        if (after.state() == MemberState.UNREVOKED_PARTITIONS) {
            group.deadlines.expect(memberId, now.steadyMs() + subscription.rebalanceTimeoutMs());
        } else {
            group.deadlines.fulfilled(memberId);
        }
    }

    private int intervalMs(ConsumerSettings settings, MemberState state) {
        int interval =
                settings.heartbeatIntervalMs().orElseGet(() -> context.load().heartbeatIntervalMs());
        boolean own = settings.heartbeatIntervalMs().isEmpty();
        return own && state == MemberState.UNRELEASED_PARTITIONS
                ? Math.max(SHORTEST_INTERVAL_MS, interval / WAITING_FACTOR)
                : interval;
    }

    private Outcome leave(HeartbeatAsk ask, Reply<HeartbeatAnswer> reply, Moment now) {
        Outcome.Builder out = new Outcome.Builder();
        if (ask.memberEpoch() == HeartbeatAsk.LEAVE_FOR_A_WHILE) {
            CurrentAssignment away = group.current(ask.memberId()).away();
            out.write(new ConsumerRecord.MemberAssigned(group.id, ask.memberId(), away));
            int sessionMs = context.settings().get().sessionTimeoutMs();
            group.deadlines.fulfilled(ask.memberId());
            group.deadlines.heardOf(ask.memberId(), now.steadyMs() + sessionMs);
        } else {
            remove(List.of(ask.memberId()), now, out);
        }
        out.answer(reply, HeartbeatAnswer.left(ask.memberId(), ask.memberEpoch()), HeartbeatAnswer::failed);
        return out.build();
    }

    /** Takes members out of the group. */
    public void remove(Collection<String> memberIds, Moment now, Outcome.Builder out) {
        Set<String> leaving = new HashSet<>(memberIds);
        leaving.retainAll(group.subscriptions.keySet());
        if (leaving.isEmpty() || downgrade.tryFor(group, leaving, now, out)) {
            return;
        }
        Draft draft =
                new Draft(group, context.settings().get(), context.topics().get(), now, out);
        leaving.stream().sorted().forEach(draft::remove);
        draft.dropPatterns();
        draft.bump();
    }

    /** Removes who was silent for too long, or did not give up in time what it had to. */
    public Outcome onTime(Moment now) {
        List<String> overdue = group.deadlines.takeOverdue(now.steadyMs());
        Outcome.Builder out = new Outcome.Builder();
        remove(overdue, now, out);
        // Should the records be refused, it is tried again.
        int retryMs = context.settings().get().sessionTimeoutMs();
        overdue.stream()
                .filter(group.subscriptions::containsKey)
                .forEach(member -> group.deadlines.heardOf(member, now.steadyMs() + retryMs));
        return out.build();
    }
}
