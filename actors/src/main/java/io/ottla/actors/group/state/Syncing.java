package io.ottla.actors.group.state;

import io.ottla.actors.Reply;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** Decides syncs of a classic group: the leader's brings the assignments, everybody's asks for its own. */
final class Syncing {
    private final ClassicGroup group;

    Syncing(ClassicGroup group) {
        this.group = group;
    }

    Outcome decide(GroupCommand.Sync sync, Moment now) {
        Errors error = check(sync);
        if (error != Errors.NONE) {
            return Outcome.answer(sync.reply(), SyncResult.failed(error));
        }
        Outcome.Builder out = new Outcome.Builder();
        Member member = group.member(sync.memberId());
        group.rebalance.synced(member);
        if (group.phase == GroupPhase.STABLE) {
            group.alive(member, now);
            out.answer(sync.reply(), assigned(member.assignment));
        } else {
            park(member, sync.reply(), out);
            if (group.members.isLeader(member.id)) {
                storeAssignments(sync, now, out);
            }
        }
        return out.build();
    }

    private Errors check(GroupCommand.Sync sync) {
        if (sync.groupId().isEmpty()) {
            return Errors.INVALID_GROUP_ID;
        }
        Errors error = group.checkMember(sync.memberId(), sync.instanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (sync.generationId() != group.generationId) {
            return Errors.ILLEGAL_GENERATION;
        }
        if (contradicts(sync.protocolType(), group.protocolType)
                || contradicts(sync.protocolName(), group.protocolName)) {
            return Errors.INCONSISTENT_GROUP_PROTOCOL;
        }
        return group.phase == GroupPhase.PREPARING_REBALANCE ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
    }

    private static boolean contradicts(Optional<String> claimed, Optional<String> actual) {
        return claimed.isPresent() && !claimed.equals(actual);
    }

    private static void park(Member member, Reply<SyncResult> reply, Outcome.Builder out) {
        Reply<SyncResult> earlier = member.syncing;
        if (earlier != null) {
            out.answer(earlier, SyncResult.failed(Errors.REBALANCE_IN_PROGRESS));
        }
        member.syncing = reply;
    }

    private void storeAssignments(GroupCommand.Sync sync, Moment now, Outcome.Builder out) {
        List<StoredGroup.StoredMember> stored = new ArrayList<>();
        for (Member member : group.members.all()) {
            Bytes assignment = sync.assignments().getOrDefault(member.id, SyncResult.NO_ASSIGNMENT);
            stored.add(member.stored(group.protocolName, assignment));
            group.alive(member, now);
            Reply<SyncResult> waiting = member.syncing;
            if (waiting != null) {
                member.syncing = null;
                out.answer(waiting, assigned(assignment), SyncResult::failed);
            }
        }
        out.write(new GroupRecord.GenerationStored(
                group.groupId,
                new StoredGroup(
                        group.protocolType.orElse(""),
                        group.generationId,
                        group.protocolName,
                        Optional.ofNullable(group.members.leader),
                        now.wallMs(),
                        stored)));
    }

    private SyncResult assigned(Bytes assignment) {
        return new SyncResult(Errors.NONE, group.protocolType, group.protocolName, assignment);
    }
}
