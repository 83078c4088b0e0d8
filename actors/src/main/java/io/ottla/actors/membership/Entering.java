package io.ottla.actors.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Join;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.Heard;
import io.ottla.actors.membership.state.JoinStep;
import io.ottla.actors.membership.state.Joining;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node whose folders belong to a cluster, on its way into it (safety rule M1). */
final class Entering extends MembershipBehavior {
    /** So long Akka is left to try a member before the next one is asked. */
    private static final long TRY_MS = 3_000;

    /** So long a node of the own cluster may take to answer when others have. */
    private static final long FOREIGNERS_MS = 1_500;

    /** A node that was let in, but has seen nobody that is up for so long, begins anew. */
    private static final long STRANDED_MS = 5_000;

    private final Joining joining;
    private final long sinceMs;
    private final Map<NodeAddress, String> foreigners = new TreeMap<>();
    private boolean heardOwn;
    private long triedAtMs;
    private long upSeenAtMs;
    private int tries;

    Entering(MembershipCore core, Checks checks) {
        super(core, checks);
        sinceMs = core.nowMs();
        joining = new Joining(core.self().address(), sinceMs);
    }

    @Override
    public Receive<Command> createReceive() {
        return answering()
                .onMessage(MembershipProtocol.Enter.class, this::onEnter)
                .onMessage(MembershipProtocol.Tick.class, tick -> onTick())
                .onMessage(MembershipProtocol.Probed.class, this::onProbed)
                .onMessage(MembershipProtocol.Granted.class, this::onGranted)
                .onMessage(MembershipProtocol.BecameUp.class, up -> onUp())
                .onMessage(MembershipProtocol.Refused.class, this::onRefused)
                .onAnyMessage(notYet -> this)
                .build();
    }

    private Behavior<Command> onEnter(MembershipProtocol.Enter enter) {
        core.opened(enter.journal());
        enter.journal().peers(core.contacts());
        core.contacts().forEach(core::greet);
        return step();
    }

    private Behavior<Command> onTick() {
        core.contacts().forEach(core::greet);
        return step();
    }

    private Behavior<Command> onProbed(MembershipProtocol.Probed probed) {
        if (probed.gone()) {
            joining.heard(probed.address(), Heard.refusal(core.nowMs()));
            return step();
        }
        core.wire().send(probed.address(), new MembershipProtocol.Hello(core.status()));
        return this;
    }

    @Override
    Behavior<Command> onStatus(NodeStatus from) {
        String own = core.belonging().orElseThrow().clusterId();
        String theirs = from.clusterId().orElse("");
        if (theirs.equals(own)) {
            heardOwn = true;
            joining.heard(from.address(), Heard.answer(from.standing(), from.voters(), core.nowMs()));
            return step();
        }
        if (theirs.isEmpty()) {
            // It has no folder yet and joins when there is something to join.
            joining.heard(from.address(), Heard.refusal(core.nowMs()));
        } else {
            foreigners.put(from.address(), theirs);
        }
        return this;
    }

    private Behavior<Command> step() {
        long now = core.nowMs();
        if (core.journal().isEmpty()) {
            return this;
        }
        if (!foreigners.isEmpty() && !heardOwn) {
            refuseForeigners(now);
            return this;
        }
        JoinStep next = joining.step(core.contacts(), core.voters(), now);
        if (next instanceof JoinStep.JoinThrough through) {
            joinThrough(through.members(), now);
            return this;
        }
        if (isStranded(now)) {
            return this;
        }
        core.standing(Standing.OUTSIDE);
        if (next instanceof JoinStep.Begin) {
            begin();
        } else if (next instanceof JoinStep.AskFor ask) {
            return askVoters(ask);
        } else if (next instanceof JoinStep.Await await) {
            core.waitsFor(await.why());
        }
        return this;
    }

    /** All that answer are of another cluster; to begin alone beside them is not what the operator wants. */
    private void refuseForeigners(long now) {
        if (now - sinceMs > FOREIGNERS_MS) {
            core.outcome()
                    .refuse("the nodes " + foreigners
                            + " are of another cluster than this folder, which belongs to cluster "
                            + core.belonging().orElseThrow().clusterId()
                            + ": name nodes of that one with --join, or choose an empty folder with --data");
        }
    }

    private void joinThrough(List<NodeAddress> members, long now) {
        core.standing(Standing.JOINING);
        upSeenAtMs = now;
        if (triedAtMs == 0 || now - triedAtMs > TRY_MS) {
            triedAtMs = now;
            NodeAddress through = members.get(tries++ % members.size());
            core.context().getLog().info("joining the cluster through {}", through);
            core.cluster().manager().tell(Join.create(core.wire().addressOf(through)));
        }
    }

    private void begin() {
        if (!core.grants().isBoundToAnother(core.self().address(), core.nowMs())) {
            core.standing(Standing.JOINING);
            upSeenAtMs = core.nowMs();
            core.cluster()
                    .manager()
                    .tell(Join.create(core.wire().addressOf(core.self().address())));
        }
    }

    private Behavior<Command> askVoters(JoinStep.AskFor ask) {
        for (VoterAt voter : ask.voters()) {
            if (!voter.is(core.nodeId(), core.directoryId())) {
                core.wire()
                        .send(
                                voter.address(),
                                new MembershipProtocol.AskGrant(core.self().address(), ask.ask()));
            } else if (core.grants().grant(core.self().address(), core.nowMs())) {
                joining.granted(ask.ask(), voter);
            }
        }
        if (joining.step(core.contacts(), core.voters(), core.nowMs()) instanceof JoinStep.Begin) {
            begin();
        } else {
            core.waitsFor("asking the voters "
                    + ask.voters().stream().map(VoterAt::address).toList() + ask.why());
        }
        return this;
    }

    private Behavior<Command> onGranted(MembershipProtocol.Granted granted) {
        joining.granted(
                granted.ask(),
                new VoterAt(granted.nodeId(), granted.directoryId(), core.self().address()));
        return step();
    }

    /**
     * Akka has let this node into a membership whose full members are gone: their next incarnations begin without it, and it
     * can join them only as a new incarnation itself. It never was a full member, so nothing is lost.
     */
    private boolean isStranded(long now) {
        if (core.members().isEmpty()) {
            return false;
        }
        if (upSeenAtMs != 0 && now - upSeenAtMs > STRANDED_MS) {
            core.context().getLog().warn("nobody is left of the members this node was joining; it begins anew");
            core.standing(Standing.ENDING);
            core.context().getSystem().terminate();
        }
        return true;
    }

    private Behavior<Command> onUp() {
        core.standing(Standing.UP);
        core.timers().cancel(Membership.TICK);
        core.outcome().entered().complete(null);
        MembershipProtocol.Told news = new MembershipProtocol.Told(core.status());
        core.contacts().forEach(address -> core.wire().send(address, news));
        return MemberState.create(core, checks());
    }

    private Behavior<Command> onRefused(MembershipProtocol.Refused refused) {
        core.outcome().refuse(refused.why());
        return this;
    }
}
