package io.ottla.actors.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.remote.NodeAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A full member: lets others in, downs members that are gone (M3, M5), and notices when it is a member no more (M4). */
final class MemberState extends MembershipBehavior {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration LOOK_FOR_STRANGERS = Duration.ofSeconds(5);

    private final Admissions admissions;
    private final Downing downing;
    private final Doubt doubt;
    private final Watches watches;
    private Set<NodeAddress> others = Set.of();
    private boolean looking;

    private MemberState(MembershipCore core, Checks checks) {
        super(core, checks);
        admissions = new Admissions(core);
        doubt = new Doubt(core);
        downing = new Downing(core, doubt::severed);
        watches = new Watches(core);
    }

    static Behavior<Command> create(MembershipCore core, Checks checks) {
        MemberState state = new MemberState(core, checks);
        core.timers()
                .startTimerWithFixedDelay("strangers", new MembershipProtocol.LookForStrangers(), LOOK_FOR_STRANGERS);
        state.onClusterChanged();
        return state;
    }

    @Override
    public Receive<Command> createReceive() {
        return answering()
                .onMessage(MembershipProtocol.ClusterChanged.class, changed -> onClusterChanged())
                .onMessage(MembershipProtocol.Expelled.class, expelled -> {
                    onExpelled(expelled.member());
                    return onClusterChanged();
                })
                .onMessage(MembershipProtocol.Tick.class, tick -> onTick())
                .onMessage(MembershipProtocol.AskAdmission.class, asked -> {
                    admissions.asked(asked);
                    return this;
                })
                .onMessage(MembershipProtocol.BrokerConnectionLost.class, lost -> {
                    downing.connectionLost(lost.brokerId());
                    return this;
                })
                .onMessage(MembershipProtocol.WatchEnded.class, ended -> {
                    watches.ended(ended.member());
                    downing.connectionLost(ended.member().address());
                    return lookAgain();
                })
                .onMessage(MembershipProtocol.GoneProbed.class, probed -> {
                    downing.probed(probed);
                    return lookAgain();
                })
                .onMessage(MembershipProtocol.Checked.class, checked -> {
                    downing.checked(checked);
                    return this;
                })
                .onMessage(MembershipProtocol.Quarantined.class, quarantined -> {
                    doubt.quarantinedBy(quarantined.by());
                    return lookAgain();
                })
                .onMessage(MembershipProtocol.LookForStrangers.class, look -> onLookForStrangers())
                .onMessage(MembershipProtocol.Probed.class, this::onProbed)
                .onAnyMessage(other -> this)
                .build();
    }

    @Override
    Behavior<Command> onStatus(NodeStatus from) {
        admissions.heard(from);
        doubt.heard(from);
        return doubt.isOpen() ? lookAgain() : this;
    }

    private void onExpelled(MemberAt member) {
        // Last of all a node hears that it was removed itself, and then that all were: nobody has downed these.
        if (!member.equals(core.self()) && !core.cluster().isTerminated()) {
            downing.expelled(member);
        }
    }

    private Behavior<Command> onClusterChanged() {
        look();
        // Akka's view of the cluster may lag behind the event that told of the change, and nobody else tells of it.
        startLooking();
        return this;
    }

    private void look() {
        List<MemberAt> members = core.members();
        watches.watch(members);
        doubt.members(members);
        Set<NodeAddress> now = new HashSet<>();
        members.forEach(member -> now.add(member.address()));
        now.remove(core.self().address());
        if (!now.equals(others)) {
            others = now;
            core.journal().ifPresent(journal -> journal.peers(now));
            remember(now);
        }
        downing.look();
        doubt.look();
    }

    /** Nodes that ought to be members and are not: either they are down, or there are two memberships, and one has to end. */
    private Behavior<Command> onLookForStrangers() {
        Set<NodeAddress> strangers = new HashSet<>(core.contacts());
        strangers.removeAll(others);
        strangers.forEach(core::greet);
        // What a change was told too early for, and no later change told again, is seen now.
        look();
        return lookAgain();
    }

    private Behavior<Command> onProbed(MembershipProtocol.Probed probed) {
        if (!probed.gone()) {
            core.wire().send(probed.address(), new MembershipProtocol.Hello(core.status()));
        }
        return this;
    }

    /** For the next start; the last member of a cluster remembers those that it was with. */
    private void remember(Set<NodeAddress> addresses) {
        if (!addresses.isEmpty()) {
            core.onDisk(() -> core.files().saveMembers(List.copyOf(addresses)), new MembershipProtocol.Tick());
        }
    }

    /** While something is amiss, and only then, time matters. */
    private Behavior<Command> lookAgain() {
        boolean amiss = downing.isBusy() || doubt.isOpen() || watches.isBusy();
        if (amiss && !looking) {
            startLooking();
        }
        return this;
    }

    /** From now on, in place of what was set before. */
    private void startLooking() {
        looking = true;
        core.timers().startSingleTimer(Membership.TICK, new MembershipProtocol.Tick(), LOOK_AGAIN);
    }

    private Behavior<Command> onTick() {
        looking = false;
        look();
        return lookAgain();
    }
}
