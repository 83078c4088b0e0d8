package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import org.apache.kafka.common.protocol.Errors;

/** Decides who has been silent for too long in a classic group. */
final class Expiry {
    private final ClassicGroup group;

    Expiry(ClassicGroup group) {
        this.group = group;
    }

    /** Removes whose time is up, and works out when to look again. */
    Outcome decide(Moment now) {
        Outcome.Builder out = new Outcome.Builder();
        boolean pendingGone = group.members.pending.values().removeIf(deadline -> deadline <= now.steadyMs());
        if (pendingGone) {
            group.rebalance.completeIfAllJoined(now, out);
        }
        for (Member member : group.members.copy()) {
            if (member.sessionDeadlineMs <= now.steadyMs() && group.members.find(member.id) == member) {
                expire(member, now, out);
            }
        }
        group.rebalance.onTime(now, out);
        group.nextDeadlineMs = nextDeadline();
        return out.build();
    }

    private void expire(Member member, Moment now, Outcome.Builder out) {
        if (member.isParked() && !member.fresh) {
            // It waits for us: its session runs again from our answer on.
            group.alive(member, now);
            return;
        }
        group.rebalance.evict(member, Errors.UNKNOWN_MEMBER_ID, out);
        if (group.phase == GroupPhase.STABLE || group.phase == GroupPhase.COMPLETING_REBALANCE) {
            group.rebalance.prepare("member " + member.id + " was not heard of in its session", now, out);
        } else {
            group.rebalance.completeIfAllJoined(now, out);
        }
    }

    private long nextDeadline() {
        long next = group.rebalance.deadlineMs();
        for (long deadline : group.members.pending.values()) {
            next = Math.min(next, deadline);
        }
        for (Member member : group.members.all()) {
            next = Math.min(next, member.sessionDeadlineMs);
        }
        return next;
    }
}
