package io.ottla.actors.membership;

import akka.cluster.Member;
import akka.cluster.MemberStatus;
import io.ottla.actors.membership.state.NodeIds;
import io.ottla.actors.remote.NodeAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gives new nodes their numbers. The oldest member does that for all, so that two that come at once get different ones; what
 * slips through when the oldest changes is refused by the controller when it registers.
 */
final class Admissions {
    private static final int KEPT_MAX = 1_000;

    private final MembershipCore core;
    private final Map<Integer, Owner> given = bounded();

    Admissions(MembershipCore core) {
        this.core = core;
    }

    private record Owner(NodeAddress address, UUID directoryId) {}

    /** A node with a new folder asks for its number. */
    void asked(MembershipProtocol.AskAdmission asked) {
        NodeAddress oldest = oldest();
        if (!oldest.equals(core.self().address())) {
            core.wire().send(oldest, asked);
            return;
        }
        Owner owner = new Owner(asked.from(), asked.directoryId());
        Optional<NodeAddress> taken = asked.wantedNodeId().flatMap(wanted -> takenBy(wanted, owner));
        if (taken.isPresent()) {
            refuse(asked.from(), asked.wantedNodeId().orElseThrow(), taken.get());
            return;
        }
        int nodeId = asked.wantedNodeId().or(() -> alreadyGiven(owner)).orElseGet(() -> NodeIds.lowestFree(taken()));
        given.put(nodeId, owner);
        core.wire()
                .send(
                        asked.from(),
                        new MembershipProtocol.Admitted(
                                core.belonging().orElseThrow().clusterId(), nodeId));
    }

    /** A node that is on its way in, or a member, says who it is. */
    void heard(NodeStatus status) {
        if (status.nodeId() < 0
                || !status.clusterId().equals(core.belonging().map(MembershipSettings.Belonging::clusterId))) {
            return;
        }
        Owner owner = new Owner(status.address(), status.directoryId());
        boolean isMember =
                core.members().stream().anyMatch(member -> member.address().equals(status.address()));
        if (!isMember) {
            Optional<NodeAddress> member = memberWith(status.nodeId(), owner);
            if (member.isPresent()) {
                refuse(status.address(), status.nodeId(), member.get());
                return;
            }
        }
        given.put(status.nodeId(), owner);
    }

    private void refuse(NodeAddress to, int nodeId, NodeAddress owner) {
        core.wire()
                .send(
                        to,
                        new MembershipProtocol.Refused("node id " + nodeId + " is that of the node at " + owner
                                + ": choose another with --node-id, and never copy the data folder of a node"));
    }

    private Optional<NodeAddress> takenBy(int nodeId, Owner asking) {
        return Optional.ofNullable(given.get(nodeId))
                .filter(owner -> !owner.directoryId().equals(asking.directoryId()))
                .map(Owner::address)
                .filter(address -> !address.equals(asking.address()))
                .or(() -> memberWith(nodeId, asking));
    }

    /** The reachable member that has this number already, at another address. */
    private Optional<NodeAddress> memberWith(int nodeId, Owner asking) {
        if (nodeId == core.nodeId()) {
            return Optional.of(core.self().address()).filter(address -> !address.equals(asking.address()));
        }
        Set<NodeAddress> reachable = new HashSet<>();
        core.members().forEach(member -> reachable.add(member.address()));
        core.cluster()
                .state()
                .getUnreachable()
                .forEach(member ->
                        reachable.remove(Wire.member(member.uniqueAddress()).address()));
        return core.directory().brokers().stream()
                .filter(broker -> broker.id() == nodeId && broker.live())
                .map(BrokerDirectory.Entry::control)
                .filter(address -> reachable.contains(address) && !address.equals(asking.address()))
                .findFirst();
    }

    private Optional<Integer> alreadyGiven(Owner owner) {
        return given.entrySet().stream()
                .filter(entry -> entry.getValue().directoryId().equals(owner.directoryId()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Set<Integer> taken() {
        Set<Integer> taken = new HashSet<>(given.keySet());
        taken.add(core.nodeId());
        core.directory().brokers().forEach(broker -> taken.add(broker.id()));
        return taken;
    }

    private NodeAddress oldest() {
        Member oldest = core.cluster().selfMember();
        for (Member member : core.cluster().state().getMembers()) {
            if (member.status().equals(MemberStatus.up()) && member.isOlderThan(oldest)) {
                oldest = member;
            }
        }
        return Wire.member(oldest.uniqueAddress()).address();
    }

    private static Map<Integer, Owner> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Owner> eldest) {
                return size() > KEPT_MAX;
            }
        };
    }
}
