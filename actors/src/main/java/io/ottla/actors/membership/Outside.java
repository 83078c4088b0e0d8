package io.ottla.actors.membership;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Receive;
import io.ottla.actors.membership.MembershipProtocol.Command;
import io.ottla.actors.membership.state.Bootstrap;
import io.ottla.actors.membership.state.BootstrapStep;
import io.ottla.actors.membership.state.BootstrapView;
import io.ottla.actors.membership.state.Candidate;
import io.ottla.actors.membership.state.Proposal;
import io.ottla.actors.membership.state.ProposedMember;
import io.ottla.actors.membership.state.Standing;
import io.ottla.actors.remote.NodeAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/** A node whose folders belong to no cluster: it finds one, or begins one with others (safety rule C6). */
final class Outside extends MembershipBehavior {
    private static final long FRESH_MS = 2_000;
    private static final int HEARD_MAX = 1_000;

    private final Map<NodeAddress, HeardStatus> heard = new HashMap<>();
    private boolean writing;

    Outside(MembershipCore core, Checks checks) {
        super(core, checks);
    }

    private record HeardStatus(NodeStatus status, long atMs) {}

    @Override
    public Receive<Command> createReceive() {
        return answering()
                .onMessage(MembershipProtocol.Tick.class, tick -> onTick())
                .onMessage(MembershipProtocol.Probed.class, this::onProbed)
                .onMessage(MembershipProtocol.Saved.class, this::onSaved)
                .onMessage(MembershipProtocol.Admitted.class, this::onAdmitted)
                .onMessage(MembershipProtocol.Refused.class, this::onRefused)
                .onAnyMessage(notYet -> this)
                .build();
    }

    private Behavior<Command> onTick() {
        core.contacts().forEach(core::greet);
        return decide();
    }

    private Behavior<Command> onProbed(MembershipProtocol.Probed probed) {
        if (!probed.gone()) {
            core.wire().send(probed.address(), new MembershipProtocol.Hello(core.status()));
        }
        return this;
    }

    @Override
    Behavior<Command> onStatus(NodeStatus from) {
        if (heard.size() < HEARD_MAX && !from.address().equals(core.self().address())) {
            heard.put(from.address(), new HeardStatus(from, core.nowMs()));
        }
        return decide();
    }

    private Behavior<Command> decide() {
        if (writing) {
            return this;
        }
        long now = core.nowMs();
        heard.values().removeIf(one -> now - one.atMs() > FRESH_MS);
        List<BootstrapView> views =
                heard.values().stream().map(one -> one.status().view()).toList();
        BootstrapView own =
                new BootstrapView(core.candidate(), core.bootstrapped().proposal(), Optional.empty());
        return act(Bootstrap.decide(own, views, () -> Uuid.randomUuid().toString()));
    }

    private Behavior<Command> act(BootstrapStep step) {
        if (step instanceof BootstrapStep.Hold hold) {
            // What a node begins alone it need not agree on.
            boolean alone = hold.proposal().members().size() == 1;
            save(
                    alone
                            ? core.bootstrapped().founding(hold.proposal())
                            : core.bootstrapped().holding(hold.proposal()));
        } else if (step instanceof BootstrapStep.Found found) {
            save(core.bootstrapped().founding(found.proposal()));
        } else if (step instanceof BootstrapStep.Adopt adopt) {
            askAdmission(adopt.clusterId());
        } else if (step instanceof BootstrapStep.SameNodeId clash) {
            return sameNodeId(clash);
        } else if (step instanceof BootstrapStep.Await await) {
            core.waitsFor(await.why() + silent());
        }
        return this;
    }

    private void save(MembershipFiles.Bootstrapped next) {
        writing = true;
        core.onDisk(() -> core.files().save(next), new MembershipProtocol.Saved(next));
    }

    private Behavior<Command> onSaved(MembershipProtocol.Saved saved) {
        writing = false;
        core.bootstrapped(saved.bootstrapped());
        Proposal proposal = saved.bootstrapped().proposal().orElseThrow();
        if (!saved.bootstrapped().valid()) {
            tellAll(proposal);
            return decide();
        }
        Candidate self = core.candidate();
        ProposedMember me = proposal.member(self).orElseThrow();
        core.context()
                .getLog()
                .info(
                        "cluster {} begins with the nodes {}",
                        proposal.clusterId(),
                        proposal.members().stream().map(ProposedMember::nodeId).toList());
        Behavior<Command> next = admitted(proposal.clusterId(), me.nodeId());
        tellAll(proposal);
        return next;
    }

    /** All that may be waiting for it hear of news at once, not with the next tick. */
    private void tellAll(Proposal proposal) {
        Set<NodeAddress> all = new HashSet<>(heard.keySet());
        proposal.members().forEach(member -> all.add(member.address()));
        all.remove(core.self().address());
        MembershipProtocol.Told news = new MembershipProtocol.Told(core.status());
        all.forEach(address -> core.wire().send(address, news));
    }

    private void askAdmission(String clusterId) {
        Collection<HeardStatus> all = heard.values();
        all.stream()
                .map(HeardStatus::status)
                .filter(status -> status.clusterId().equals(Optional.of(clusterId)) && status.standing() == Standing.UP)
                .findAny()
                .ifPresentOrElse(
                        member -> core.wire()
                                .send(
                                        member.address(),
                                        new MembershipProtocol.AskAdmission(
                                                core.self().address(),
                                                core.directoryId(),
                                                core.settings().wantedNodeId())),
                        () -> core.waitsFor("cluster " + clusterId + " has no member yet"));
    }

    private Behavior<Command> onAdmitted(MembershipProtocol.Admitted admitted) {
        return admitted(admitted.clusterId(), admitted.nodeId());
    }

    private Behavior<Command> admitted(String clusterId, int nodeId) {
        core.belongsTo(new MembershipSettings.Belonging(clusterId, nodeId));
        return new Entering(core, checks());
    }

    private Behavior<Command> onRefused(MembershipProtocol.Refused refused) {
        core.outcome().refuse(refused.why());
        return this;
    }

    /** The higher address ends; the lower one waits for it to come back with another number. */
    private Behavior<Command> sameNodeId(BootstrapStep.SameNodeId clash) {
        if (core.self().address().compareTo(clash.other()) > 0) {
            core.outcome()
                    .refuse("node id " + clash.nodeId() + " is also that of the node at " + clash.other()
                            + ": give each node another --node-id");
        } else {
            core.waitsFor("the node at " + clash.other() + " was given node id " + clash.nodeId()
                    + " too: give it another --node-id");
        }
        return this;
    }

    private String silent() {
        Set<NodeAddress> silent = new HashSet<>(core.contacts());
        silent.removeAll(heard.keySet());
        return silent.isEmpty()
                ? ""
                : "; no answer from " + silent
                        + " (are these the addresses those nodes call their own, and do they reach this one at "
                        + core.self().address() + "?)";
    }
}
