package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.consumer.ClassicTraits;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerGroup;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.ConsumerProtocol;
import io.ottla.actors.group.state.consumer.CurrentAssignment;
import io.ottla.actors.group.state.consumer.MemberState;
import io.ottla.actors.group.state.consumer.Step;
import io.ottla.actors.group.state.consumer.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.Errors;

/**
 * Members that speak the classic protocol in a consumer group. A join brings what the member wants and has, and is answered at once
 * with its epoch as the generation; the sync hands out what it may use; when its heartbeat says that a rebalance is in progress it is
 * to give something up or to get more, and joins again.
 */
final class MixedMembers {
    private final ConsumerGroup group;
    private final ConsumerProtocol protocol;
    private final ConsumerContext context;
    private final GroupLimits limits;
    private final Migration migration;

    MixedMembers(
            ConsumerGroup group,
            ConsumerProtocol protocol,
            ConsumerContext context,
            GroupLimits limits,
            Migration migration) {
        this.group = group;
        this.protocol = protocol;
        this.context = context;
        this.limits = limits;
        this.migration = migration;
    }

    Outcome join(GroupCommand.Join join, Moment now) {
        Optional<EmbeddedProtocol.Wish> wish = join.protocols().isEmpty()
                ? Optional.empty()
                : new EmbeddedProtocol(context.topics().get())
                        .wish(join.protocols().get(0).metadata());
        Optional<String> holder = join.instanceId().flatMap(group::idOf);
        Errors error = refusal(join, wish.isPresent(), holder);
        if (error != Errors.NONE) {
            return Outcome.answer(join.reply(), JoinResult.failed(error, join.memberId()));
        }
        boolean anonymous = join.memberId().isEmpty();
        if (anonymous && join.knowsIdFirst() && join.instanceId().isEmpty()) {
            return Outcome.answer(join.reply(), JoinResult.failed(Errors.MEMBER_ID_REQUIRED, join.freshId()));
        }
        Outcome.Builder out = new Outcome.Builder();
        join(join, anonymous ? join.freshId() : join.memberId(), anonymous ? holder : Optional.empty(), wish, now, out);
        return out.build();
    }

    private Errors refusal(GroupCommand.Join join, boolean understood, Optional<String> holder) {
        Errors fault = Joining.fault(join, limits);
        if (fault != Errors.NONE) {
            return fault;
        }
        Set<String> names = join.protocols().stream().map(JoinProtocol::name).collect(Collectors.toSet());
        boolean fits = join.protocolType().equals(ClassicGroup.CONSUMER)
                && understood
                && group.subscriptions().values().stream()
                        .flatMap(subscription -> subscription.classic().stream())
                        .allMatch(traits -> supportsOne(traits, names));
        if (!fits) {
            return Errors.INCONSISTENT_GROUP_PROTOCOL;
        }
        if (!join.memberId().isEmpty() && join.instanceId().isPresent()) {
            return holder.map(id -> id.equals(join.memberId()) ? Errors.NONE : Errors.FENCED_INSTANCE_ID)
                    .orElse(Errors.UNKNOWN_MEMBER_ID);
        }
        boolean known = holder.isPresent() || group.member(join.memberId()).isPresent();
        boolean full = group.size() >= context.settings().get().maxSize();
        return full && !known ? Errors.GROUP_MAX_SIZE_REACHED : Errors.NONE;
    }

    private static boolean supportsOne(ClassicTraits traits, Set<String> names) {
        return traits.protocols().stream().anyMatch(protocol -> names.contains(protocol.name()));
    }

    private void join(
            GroupCommand.Join join,
            String memberId,
            Optional<String> formerId,
            Optional<EmbeddedProtocol.Wish> read,
            Moment now,
            Outcome.Builder out) {
        EmbeddedProtocol.Wish wish = read.orElseThrow();
        Subscription subscription = new Subscription(
                join.instanceId(),
                wish.rack(),
                join.clientId(),
                join.clientHost(),
                wish.topics(),
                Optional.empty(),
                join.rebalanceTimeoutMs(),
                Optional.empty(),
                Optional.of(Migration.traits(join.sessionTimeoutMs(), join.protocols())));
        Optional<CurrentAssignment> before = formerId.flatMap(group::member)
                .map(former -> former.current().inherited())
                .or(() -> group.member(memberId).map(ConsumerMember::current));
        CurrentAssignment after = protocol.lead(
                new Step(memberId, formerId, subscription, before, Optional.of(wish.owned()), Optional.empty()),
                now,
                out);
        group.heardOf(memberId, subscription, limits.minSessionTimeoutMs(), now);
        group.expect(memberId, subscription, now);
        out.answer(
                join.reply(),
                new JoinResult(
                        Errors.NONE,
                        memberId,
                        after.memberEpoch(),
                        Optional.of(ClassicGroup.CONSUMER),
                        Optional.of(join.protocols().get(0).name()),
                        "",
                        false,
                        List.of()),
                error -> JoinResult.failed(error, join.memberId()));
    }

    Outcome sync(GroupCommand.Sync sync, Moment now) {
        Errors error = check(sync.memberId(), sync.instanceId(), sync.generationId());
        Optional<ConsumerMember> member = group.member(sync.memberId());
        if (error != Errors.NONE || member.isEmpty()) {
            return Outcome.answer(sync.reply(), SyncResult.failed(error));
        }
        if (sync.protocolType()
                .filter(type -> !type.equals(ClassicGroup.CONSUMER))
                .isPresent()) {
            return Outcome.answer(sync.reply(), SyncResult.failed(Errors.INCONSISTENT_GROUP_PROTOCOL));
        }
        CurrentAssignment current = member.get().current();
        group.heardOf(sync.memberId(), member.get().subscription(), limits.minSessionTimeoutMs(), now);
        if (group.epoch() > current.memberEpoch() && current.state() != MemberState.UNREVOKED_PARTITIONS) {
            group.expect(sync.memberId(), member.get().subscription(), now);
            return Outcome.answer(sync.reply(), SyncResult.failed(Errors.REBALANCE_IN_PROGRESS));
        }
        group.fulfilled(sync.memberId());
        String name = member.get().subscription().classic().stream()
                .flatMap(traits -> traits.protocols().stream())
                .map(ClassicTraits.Protocol::name)
                .findFirst()
                .orElse("");
        return Outcome.answer(
                sync.reply(),
                new SyncResult(
                        Errors.NONE,
                        Optional.of(ClassicGroup.CONSUMER),
                        Optional.of(name),
                        new EmbeddedProtocol(context.topics().get())
                                .assignment(current.assigned().partitions())));
    }

    Outcome heartbeat(GroupCommand.Heartbeat heartbeat, Moment now) {
        Errors error = check(heartbeat.memberId(), heartbeat.instanceId(), heartbeat.generationId());
        Optional<ConsumerMember> member = group.member(heartbeat.memberId());
        if (error != Errors.NONE || member.isEmpty()) {
            return Outcome.answer(heartbeat.reply(), error);
        }
        group.heardOf(heartbeat.memberId(), member.get().subscription(), limits.minSessionTimeoutMs(), now);
        Outcome.Builder out = new Outcome.Builder();
        if (migration.tryFor(group, Set.of(), now, out)) {
            out.answer(heartbeat.reply(), Errors.REBALANCE_IN_PROGRESS, refused -> refused);
        } else if (isToRejoin(member.get())) {
            group.expect(heartbeat.memberId(), member.get().subscription(), now);
            out.answer(heartbeat.reply(), Errors.REBALANCE_IN_PROGRESS);
        } else {
            out.answer(heartbeat.reply(), Errors.NONE);
        }
        return out.build();
    }

    private boolean isToRejoin(ConsumerMember member) {
        CurrentAssignment current = member.current();
        return current.memberEpoch() < group.epoch()
                || current.state() == MemberState.UNREVOKED_PARTITIONS
                || (current.state() == MemberState.UNRELEASED_PARTITIONS && !group.waitsForOthers(member.id()));
    }

    private Errors check(String memberId, Optional<String> instanceId, int generationId) {
        Errors error = checkPlace(memberId, instanceId);
        if (error != Errors.NONE) {
            return error;
        }
        Optional<ConsumerMember> member = group.member(memberId).filter(ConsumerMember::isClassic);
        return member.map(found ->
                        found.current().memberEpoch() == generationId ? Errors.NONE : Errors.ILLEGAL_GENERATION)
                .orElse(Errors.UNKNOWN_MEMBER_ID);
    }

    private Errors checkPlace(String memberId, Optional<String> instanceId) {
        if (instanceId.isEmpty()) {
            return Errors.NONE;
        }
        return group.idOf(instanceId.get())
                .map(holder -> holder.equals(memberId) ? Errors.NONE : Errors.FENCED_INSTANCE_ID)
                .orElse(Errors.UNKNOWN_MEMBER_ID);
    }

    /** Members of either protocol leave or are removed. */
    Outcome leave(GroupCommand.Leave leave, Moment now) {
        Outcome.Builder out = new Outcome.Builder();
        List<LeaveResult.LeftMember> left = new ArrayList<>();
        List<String> leaving = new ArrayList<>();
        for (LeavingMember each : leave.members()) {
            String id = each.memberId().isEmpty()
                    ? each.instanceId().flatMap(group::idOf).orElse("")
                    : each.memberId();
            Errors error = each.memberId().isEmpty() ? Errors.NONE : checkPlace(id, each.instanceId());
            if (error == Errors.NONE && group.member(id).isEmpty()) {
                error = Errors.UNKNOWN_MEMBER_ID;
            }
            if (error == Errors.NONE) {
                leaving.add(id);
            }
            left.add(new LeaveResult.LeftMember(each.memberId(), each.instanceId(), error));
        }
        protocol.remove(leaving, now, out);
        out.answer(leave.reply(), new LeaveResult(Errors.NONE, left), error -> new LeaveResult(error, List.of()));
        return out.build();
    }
}
