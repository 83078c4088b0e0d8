package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.Errors;

/** Decides who leaves a classic group at its own or an administrator's wish. */
final class Leaving {
    private final ClassicGroup group;

    Leaving(ClassicGroup group) {
        this.group = group;
    }

    Outcome decide(GroupCommand.Leave leave, Moment now) {
        if (leave.groupId().isEmpty()) {
            return Outcome.answer(leave.reply(), new LeaveResult(Errors.INVALID_GROUP_ID, List.of()));
        }
        Outcome.Builder out = new Outcome.Builder();
        List<LeaveResult.LeftMember> left = new ArrayList<>();
        for (LeavingMember each : leave.members()) {
            left.add(new LeaveResult.LeftMember(each.memberId(), each.instanceId(), remove(each, out)));
        }
        if (left.stream().anyMatch(member -> member.error() == Errors.NONE)) {
            settle(reason(leave.members()), now, out);
        }
        out.answer(leave.reply(), new LeaveResult(Errors.NONE, left));
        return out.build();
    }

    private Errors remove(LeavingMember leaving, Outcome.Builder out) {
        String id = leaving.memberId();
        if (id.isEmpty()) {
            id = leaving.instanceId().map(group.members::idOf).orElse("");
        } else if (group.members.pending.remove(id) != null) {
            return Errors.NONE;
        } else {
            Errors error = group.checkMember(id, leaving.instanceId());
            if (error != Errors.NONE) {
                return error;
            }
        }
        Member member = group.members.find(id);
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        group.rebalance.evict(member, Errors.UNKNOWN_MEMBER_ID, out);
        return Errors.NONE;
    }

    private void settle(String why, Moment now, Outcome.Builder out) {
        switch (group.phase) {
            case STABLE, COMPLETING_REBALANCE -> group.rebalance.prepare(why, now, out);
            case PREPARING_REBALANCE -> group.rebalance.completeIfAllJoined(now, out);
            case DEAD, EMPTY -> {}
        }
    }

    private static String reason(List<LeavingMember> members) {
        return members.stream()
                .limit(3)
                .map(Leaving::reason)
                .collect(Collectors.joining(", ", "", members.size() > 3 ? ", and others" : ""));
    }

    private static String reason(LeavingMember member) {
        String name = member.memberId().isEmpty() ? member.instanceId().orElse("") : member.memberId();
        return "member " + name + " leaves" + (member.reason().isEmpty() ? "" : ": " + member.reason());
    }
}
