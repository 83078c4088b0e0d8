package io.ottla.actors.membership;

import akka.actor.ExtendedActorSystem;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Down;
import akka.remote.RemoteActorRefProvider;
import io.ottla.actors.journal.state.VoterAt;
import io.ottla.actors.membership.state.DowningCase;
import io.ottla.actors.membership.state.MemberAt;
import io.ottla.actors.membership.state.PairPatience;
import io.ottla.actors.remote.NodeAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import scala.Option;

/**
 * Downs members that a majority of the voters has no answer from (safety rule M3): those that Akka's failure detector misses,
 * and at once those whose process is seen to be gone (M5).
 */
final class Downing {
    private static final long ASK_AGAIN_MS = 1_000;
    private static final long LEAVE_IT_TO_OTHERS_MS = 300;
    private static final long NOT_PROVEN = -1;

    private final MembershipCore core;
    private final Map<MemberAt, Case> cases = new HashMap<>();
    private final Set<NodeAddress> probing = new HashSet<>();
    private final Set<MemberAt> downed = new HashSet<>();
    private final PairPatience patience = new PairPatience();
    private final Consumer<MemberAt> severed;
    private long asks;

    /**
     * Downing of a member.
     *
     * @param severed is told of each incarnation that this node takes nothing from any more
     */
    Downing(MembershipCore core, Consumer<MemberAt> severed) {
        this.core = core;
        this.severed = severed;
    }

    /** A case, and what this node itself knows about it. */
    private static final class Case {
        private final DowningCase facts;
        /** Whether its ports were seen to be closed; Akka may not have missed it yet. */
        private boolean gone;
        /** Whether it did not answer this node itself. */
        private boolean missedByMe;

        private long provenAtMs = NOT_PROVEN;

        Case(DowningCase facts) {
            this.facts = facts;
        }
    }

    boolean isBusy() {
        return !cases.isEmpty();
    }

    /** A connection to this broker broke. */
    void connectionLost(int brokerId) {
        core.directory().brokers().stream()
                .filter(broker -> broker.id() == brokerId)
                .findFirst()
                .ifPresent(broker -> probe(broker.control(), Optional.of(broker.kafka())));
    }

    /** A connection to the port for other nodes at this address broke. */
    void connectionLost(NodeAddress control) {
        probe(control, brokerAt(control).map(BrokerDirectory.Entry::kafka));
    }

    void probed(MembershipProtocol.GoneProbed probed) {
        probing.remove(probed.address());
        if (!probed.gone()) {
            return;
        }
        brokerAt(probed.address())
                .filter(BrokerDirectory.Entry::live)
                .ifPresent(broker -> core.controller().looksGone(broker.id(), broker.incarnation()));
        for (MemberAt member : core.members()) {
            if (member.address().equals(probed.address())) {
                begin(member).ifPresent(begun -> {
                    begun.gone = true;
                    ask(begun);
                });
            }
        }
    }

    void checked(MembershipProtocol.Checked checked) {
        Case about = cases.get(checked.subject());
        if (about == null) {
            return;
        }
        if (checked.nodeId() == core.nodeId() && checked.directoryId().equals(core.directoryId())) {
            about.missedByMe = !checked.answered();
        }
        about.facts.said(
                checked.ask(),
                checked.nodeId(),
                checked.directoryId(),
                checked.answered(),
                checked.voters().or(core::voters).orElseThrow());
        conclude(about);
    }

    /** Takes up what Akka cannot reach, asks again, and drops what has come back or has gone. */
    void look() {
        ClusterEvent.CurrentClusterState state = core.cluster().state();
        Set<MemberAt> unreachable = new HashSet<>();
        for (Member member : state.getUnreachable()) {
            if (!member.status().equals(MemberStatus.down())) {
                unreachable.add(Wire.member(member.uniqueAddress()));
            }
        }
        Set<MemberAt> present = new HashSet<>(core.members());
        downed.retainAll(present);
        cases.values()
                .removeIf(one -> !present.contains(one.facts.subject())
                        || (!one.gone && !unreachable.contains(one.facts.subject())));
        unreachable.forEach(this::begin);
        long now = core.nowMs();
        for (Case one : List.copyOf(cases.values())) {
            conclude(one);
            if (now - one.facts.askedAtMs() >= ASK_AGAIN_MS) {
                ask(one);
            }
        }
    }

    private void probe(NodeAddress control, Optional<NodeAddress> kafka) {
        if (control.equals(core.self().address()) || !probing.add(control)) {
            return;
        }
        var outcome = kafka.map(port -> core.probe().gone(port, control))
                .orElseGet(() -> core.probe().gone(control));
        core.context()
                .pipeToSelf(
                        outcome,
                        (gone, failure) -> new MembershipProtocol.GoneProbed(control, Boolean.TRUE.equals(gone)));
    }

    private Optional<Case> begin(MemberAt subject) {
        if (subject.equals(core.self()) || downed.contains(subject)) {
            return Optional.empty();
        }
        return core.voters()
                .map(voters -> cases.computeIfAbsent(subject, unused -> new Case(new DowningCase(subject, voters))));
    }

    private void ask(Case about) {
        about.facts.asks(++asks, core.nowMs());
        MembershipProtocol.Check question =
                new MembershipProtocol.Check(core.self().address(), asks, about.facts.subject());
        core.wire().send(core.self().address(), question);
        for (VoterAt voter : about.facts.voters()) {
            if (!voter.is(core.nodeId(), core.directoryId())) {
                core.wire().send(voter.address(), question);
            }
        }
    }

    private void conclude(Case about) {
        long now = core.nowMs();
        switch (about.facts.finding(now)) {
            case GONE -> {
                about.provenAtMs = about.provenAtMs == NOT_PROVEN ? now : about.provenAtMs;
                // One change spreads faster than several; a second one would do no harm (M3).
                if (isLowest(about.facts.subject()) || now - about.provenAtMs > LEAVE_IT_TO_OTHERS_MS) {
                    down(about.facts.subject());
                }
            }
            case REACHED_BY_OTHERS -> {
                about.gone = false;
                if (about.missedByMe) {
                    lackOnlyEachOther(about.facts.subject());
                }
            }
            case OPEN -> about.provenAtMs = NOT_PROVEN;
        }
    }

    private boolean isLowest(MemberAt subject) {
        Set<NodeAddress> reachable = new TreeSet<>();
        core.members().forEach(member -> reachable.add(member.address()));
        cases.keySet().forEach(missed -> reachable.remove(missed.address()));
        reachable.remove(subject.address());
        return reachable.isEmpty()
                || reachable.iterator().next().equals(core.self().address());
    }

    private void down(MemberAt subject) {
        cases.remove(subject);
        if (!core.members().contains(subject) || !downed.add(subject)) {
            return;
        }
        core.context().getLog().warn("{} is gone, a majority of the voters says so: it is downed", subject.address());
        quarantine(subject);
        core.cluster().manager().tell(new Down(core.wire().addressOf(subject.address())));
    }

    /**
     * Another node has downed it. Where Akka sees it go from up to removed, because the news of both came together, it takes it for one
     * that left in order, and drops all that it sends without telling it. If it only stood still, it would never hear from this node
     * that the cluster has gone on (M4).
     */
    void expelled(MemberAt subject) {
        quarantine(subject);
    }

    /** Makes it unreachable for this node at once and for good, so that it is removed without waiting for missed heartbeats. */
    private void quarantine(MemberAt subject) {
        if (core.context().getSystem().classicSystem() instanceof ExtendedActorSystem system
                && system.provider() instanceof RemoteActorRefProvider remote) {
            remote.transport()
                    .quarantine(
                            core.wire().addressOf(subject.address()),
                            Option.apply(subject.uid()),
                            "it is no member any more");
        }
        severed.accept(subject);
    }

    private void lackOnlyEachOther(MemberAt subject) {
        ClusterEvent.CurrentClusterState state = core.cluster().state();
        List<Member> members = new ArrayList<>();
        state.getMembers().forEach(members::add);
        boolean othersWait = members.stream().anyMatch(Downing::isChanging);
        if (!patience.isOver(othersWait, core.nowMs())) {
            return;
        }
        Member self = core.cluster().selfMember();
        members.stream()
                .filter(member -> Wire.member(member.uniqueAddress()).equals(subject))
                .findFirst()
                .ifPresent(other -> {
                    Member younger = self.isOlderThan(other) ? other : self;
                    core.context()
                            .getLog()
                            .warn(
                                    "{} and {} do not reach each other and hold up others: the younger, {}, goes",
                                    self.address(),
                                    other.address(),
                                    younger.address());
                    core.cluster().manager().tell(new Down(younger.address()));
                });
    }

    private static boolean isChanging(Member member) {
        MemberStatus status = member.status();
        return status.equals(MemberStatus.joining())
                || status.equals(MemberStatus.weaklyUp())
                || status.equals(MemberStatus.leaving())
                || status.equals(MemberStatus.exiting());
    }

    private Optional<BrokerDirectory.Entry> brokerAt(NodeAddress control) {
        return core.directory().brokers().stream()
                .filter(broker -> broker.control().equals(control))
                .findFirst();
    }
}
