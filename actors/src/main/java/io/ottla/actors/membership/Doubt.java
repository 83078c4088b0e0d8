package io.ottla.actors.membership;

import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.membership.state.Exclusion;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.membership.state.Severed;
import io.ottla.actors.membership.state.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Whether this node is a member no more without having been told (safety rule M4). When a majority of the voters is in a
 * cluster without it, it ends its actor system; the node then begins anew as another incarnation.
 */
final class Doubt {
    private static final long ASK_FOR_MS = 10_000;

    private final MembershipCore core;
    private final Severed severed = new Severed();
    private Optional<Exclusion> exclusion = Optional.empty();
    private long sinceMs;
    private boolean ending;

    Doubt(MembershipCore core) {
        this.core = core;
    }

    boolean isOpen() {
        return exclusion.isPresent();
    }

    /** Something speaks for it. */
    void begin() {
        if (exclusion.isEmpty()) {
            sinceMs = core.nowMs();
            exclusion = core.voters().map(Exclusion::new);
            look();
        }
    }

    /** An incarnation of another node has quarantined this one: neither hears the other any more. */
    void quarantinedBy(MemberAt incarnation) {
        begin();
        severed(incarnation);
        exclusion.ifPresent(this::endIfCertain);
    }

    /**
     * From now on this node takes nothing from this incarnation, or it takes nothing from this node. Alone that is no reason to end: the next
     * incarnation may be here already.
     */
    void severed(MemberAt incarnation) {
        severed.add(incarnation);
    }

    /** These are members now. */
    void members(List<MemberAt> members) {
        severed.heard(members);
    }

    /** Somebody told where it stands. */
    void heard(NodeStatus status) {
        severed.heard(List.of(new MemberAt(status.address(), status.uid())));
        boolean sameCluster = status.clusterId().equals(core.belonging().map(MembershipSettings.Belonging::clusterId));
        if (!sameCluster) {
            return;
        }
        boolean withoutMe = status.isUpWithout(core.self());
        if (withoutMe) {
            begin();
        }
        exclusion.ifPresent(open -> status.voters().or(core::voters).ifPresent(voters -> {
            open.said(status.nodeId(), status.directoryId(), withoutMe, voters, core.nowMs());
            endIfCertain(open);
        }));
    }

    /** Asks the voters, for a while. */
    void look() {
        exclusion.ifPresent(open -> {
            if (core.nowMs() - sinceMs > ASK_FOR_MS) {
                exclusion = Optional.empty();
                return;
            }
            for (VoterAt voter : open.voters()) {
                if (!voter.is(core.nodeId(), core.directoryId())) {
                    core.wire().send(voter.address(), new MembershipProtocol.Hello(core.status()));
                }
            }
        });
    }

    private void endIfCertain(Exclusion open) {
        if (!ending && open.isCertain(core.nowMs(), severed)) {
            end();
        }
    }

    private void end() {
        ending = true;
        core.context()
                .getLog()
                .error("the cluster has gone on without this node: it ends and joins again as a new incarnation");
        core.standing(Standing.ENDING);
        core.context().getSystem().terminate();
    }
}
