package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/** Decides joins to a classic group. */
final class Joining {
    private final ClassicGroup group;

    Joining(ClassicGroup group) {
        this.group = group;
    }

    Outcome decide(GroupCommand.Join join, Moment now) {
        Optional<Errors> refusal = refusal(join);
        if (refusal.isPresent()) {
            return Outcome.answer(join.reply(), JoinResult.failed(refusal.get(), join.memberId()));
        }
        Outcome.Builder out = new Outcome.Builder();
        if (!hasRoomFor(join.memberId())) {
            group.members.pending.remove(join.memberId());
            Member excess = group.members.find(join.memberId());
            if (excess != null) {
                group.rebalance.evict(excess, Errors.UNKNOWN_MEMBER_ID, out);
                group.rebalance.completeIfAllJoined(now, out);
            }
            out.answer(join.reply(), JoinResult.failed(Errors.GROUP_MAX_SIZE_REACHED, ""));
        } else if (join.memberId().isEmpty()) {
            joinWithoutId(join, now, out);
        } else if (group.members.pending.containsKey(join.memberId())) {
            add(Member.joining(join.memberId(), join), join, now, out);
        } else {
            rejoin(join, now, out);
        }
        return out.build();
    }

    private Optional<Errors> refusal(GroupCommand.Join join) {
        Errors fault = fault(join, group.limits);
        if (fault != Errors.NONE) {
            return Optional.of(fault);
        }
        boolean named = !join.memberId().isEmpty() && !group.members.pending.containsKey(join.memberId());
        if (named && !group.hasMembers()) {
            return Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        return supportsProtocols(join) ? Optional.empty() : Optional.of(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    /** What is wrong with a join whatever the group. */
    static Errors fault(GroupCommand.Join join, GroupLimits limits) {
        if (join.groupId().isEmpty()) {
            return Errors.INVALID_GROUP_ID;
        }
        if (names(join).anyMatch(name -> name.length() > GroupLimits.MAX_NAME_CHARS)) {
            return Errors.INVALID_REQUEST;
        }
        int session = join.sessionTimeoutMs();
        if (session < limits.minSessionTimeoutMs() || session > limits.maxSessionTimeoutMs()) {
            return Errors.INVALID_SESSION_TIMEOUT;
        }
        return metadataBytes(join) > limits.maxMemberMetadataBytes() ? Errors.MESSAGE_TOO_LARGE : Errors.NONE;
    }

    private static Stream<String> names(GroupCommand.Join join) {
        return Stream.concat(
                Stream.of(
                        join.memberId(),
                        join.clientId(),
                        join.protocolType(),
                        join.instanceId().orElse("")),
                join.protocols().stream().map(JoinProtocol::name));
    }

    private static long metadataBytes(GroupCommand.Join join) {
        return join.protocols().stream()
                .mapToLong(protocol -> protocol.metadata().get().length)
                .sum();
    }

    private boolean supportsProtocols(GroupCommand.Join join) {
        if (join.protocolType().isEmpty() || join.protocols().isEmpty()) {
            return false;
        }
        return !group.hasMembers()
                || (group.protocolType.filter(join.protocolType()::equals).isPresent()
                        && group.members.haveInCommon(join.protocols()));
    }

    /**
     * Whether the group may take this member in. While a generation is gathered it is those who have joined that count: if the limit
     * was lowered the last ones to rejoin stay outside.
     */
    private boolean hasRoomFor(String memberId) {
        Member member = group.members.find(memberId);
        return switch (group.phase) {
            case DEAD, EMPTY -> true;
            case PREPARING_REBALANCE ->
                (member != null && member.joining != null) || group.members.joining() < group.limits.maxSize();
            case COMPLETING_REBALANCE, STABLE -> member != null || group.members.size() < group.limits.maxSize();
        };
    }

    private void joinWithoutId(GroupCommand.Join join, Moment now, Outcome.Builder out) {
        String formerId = join.instanceId().map(group.members::idOf).orElse(null);
        if (formerId != null) {
            replaceStatic(group.member(formerId), join, now, out);
        } else if (join.instanceId().isEmpty() && join.knowsIdFirst()) {
            handOutId(join, now, out);
        } else {
            add(Member.joining(join.freshId(), join), join, now, out);
        }
    }

    private void handOutId(GroupCommand.Join join, Moment now, Outcome.Builder out) {
        if (group.members.pending.size() >= GroupLimits.MAX_PENDING_MEMBERS) {
            out.answer(join.reply(), JoinResult.failed(Errors.GROUP_MAX_SIZE_REACHED, ""));
            return;
        }
        long deadline = now.steadyMs() + join.sessionTimeoutMs();
        group.members.pending.put(join.freshId(), deadline);
        group.nextDeadlineMs = Math.min(group.nextDeadlineMs, deadline);
        out.answer(join.reply(), JoinResult.failed(Errors.MEMBER_ID_REQUIRED, join.freshId()));
    }

    private void add(Member member, GroupCommand.Join join, Moment now, Outcome.Builder out) {
        if (!group.hasMembers()) {
            group.protocolType = Optional.of(join.protocolType());
        }
        group.members.pending.remove(member.id);
        member.fresh = true;
        member.joining = join.reply();
        group.members.add(member);
        group.due(member, now.steadyMs() + GroupLimits.NEW_MEMBER_JOIN_TIMEOUT_MS);
        group.rebalance.noteNewMember();
        group.rebalance.prepareOrComplete("member " + member.id + " joins" + because(join), now, out);
    }

    private void rejoin(GroupCommand.Join join, Moment now, Outcome.Builder out) {
        Errors error = group.checkMember(join.memberId(), join.instanceId());
        if (error != Errors.NONE) {
            out.answer(join.reply(), JoinResult.failed(error, join.memberId()));
            return;
        }
        Member member = group.member(join.memberId());
        boolean unchanged = member.protocols.equals(join.protocols());
        switch (group.phase) {
            case DEAD, EMPTY -> out.answer(join.reply(), JoinResult.failed(Errors.UNKNOWN_MEMBER_ID, member.id));
            case PREPARING_REBALANCE -> update(member, join, now, out);
            case COMPLETING_REBALANCE -> {
                // With nothing changed its answer got lost: it gets the same again.
                if (unchanged) {
                    repeat(member, join, out);
                } else {
                    update(member, join, now, out);
                }
            }
            case STABLE -> {
                // A leader rejoins because something changed that only it can see, such as a topic's partitions.
                if (unchanged && !group.members.isLeader(member.id)) {
                    repeat(member, join, out);
                } else {
                    update(member, join, now, out);
                }
            }
        }
    }

    private void repeat(Member member, GroupCommand.Join join, Outcome.Builder out) {
        boolean leads = group.members.isLeader(member.id);
        out.answer(join.reply(), group.rebalance.joined(member, leads, false));
    }

    private void update(Member member, GroupCommand.Join join, Moment now, Outcome.Builder out) {
        Reply<JoinResult> earlier = group.members.unpark(member);
        if (earlier != null) {
            out.answer(earlier, JoinResult.failed(Errors.REBALANCE_IN_PROGRESS, member.id));
        }
        group.members.changeProtocols(member, join.protocols());
        member.rebalanceTimeoutMs = join.rebalanceTimeoutMs();
        member.sessionTimeoutMs = join.sessionTimeoutMs();
        group.members.park(member, join.reply());
        group.rebalance.prepareOrComplete("member " + member.id + " rejoins" + because(join), now, out);
    }

    /**
     * A static member starts again (KIP-345): it gets a new id in its old place. In a stable group whose protocol stays the same it
     * keeps its assignment without a rebalance; the new id is written down, so that the old one is fenced by any coordinator.
     */
    private void replaceStatic(Member former, GroupCommand.Join join, Moment now, Outcome.Builder out) {
        Member incarnation = Member.joining(join.freshId(), join);
        incarnation.assignment = former.assignment;
        boolean stable = group.phase == GroupPhase.STABLE;
        String formerLeader = group.members.leader;
        List<JoinProtocol> formerProtocols = former.protocols;
        group.members.changeProtocols(former, join.protocols());
        boolean sameProtocol = group.members.electProtocol().equals(group.protocolName);
        if (stable && sameProtocol) {
            group.members.changeProtocols(former, formerProtocols);
            keepAssignment(former, incarnation, formerLeader == null ? "" : formerLeader, join, now, out);
            return;
        }
        group.rebalance.dismiss(former, Errors.FENCED_INSTANCE_ID, out);
        incarnation.fresh = true;
        incarnation.joining = join.reply();
        group.members.replace(former, incarnation);
        group.due(incarnation, now.steadyMs() + GroupLimits.NEW_MEMBER_JOIN_TIMEOUT_MS);
        group.rebalance.prepareOrComplete(
                "static member " + join.instanceId().orElse("") + " starts again" + because(join), now, out);
    }

    private void keepAssignment(
            Member former,
            Member incarnation,
            String formerLeader,
            GroupCommand.Join join,
            Moment now,
            Outcome.Builder out) {
        group.rebalance.dismiss(former, Errors.FENCED_INSTANCE_ID, out);
        group.alive(incarnation, now);
        group.replacement = incarnation;
        boolean leads = former.id.equals(formerLeader);
        out.write(new GroupRecord.GenerationStored(
                group.groupId, group.rebalance.withReplaced(former, incarnation, leads, now)));
        // Who does not know how to skip assigning must not find itself leader: it is told of the leader that was.
        String leaderToTell = leads && join.skipsAssignment() ? incarnation.id : formerLeader;
        boolean skip = leads && join.skipsAssignment();
        List<JoinResult.JoinedMember> everybody = skip ? group.rebalance.roster(former, incarnation) : List.of();
        out.answer(
                join.reply(),
                new JoinResult(
                        Errors.NONE,
                        incarnation.id,
                        group.generationId,
                        group.protocolType,
                        group.protocolName,
                        leaderToTell,
                        skip,
                        everybody),
                error -> JoinResult.failed(error, ""));
    }

    private static String because(GroupCommand.Join join) {
        return join.reason().isEmpty() ? "" : ": " + join.reason();
    }
}
