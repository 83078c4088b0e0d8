package io.ottla.actors.membership.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether and with whom a node begins a cluster (safety rule C6): the lowest address proposes, every member holds the
 * proposal on disk, and when all of them do it is valid. What makes two clusters impossible is the way in which a held proposal
 * may be exchanged: only downwards, and only when one of its own members has passed it over, so that it can never become valid.
 */
public final class Bootstrap {
    private final BootstrapView self;
    private final Collection<BootstrapView> others;
    private final Supplier<String> newClusterId;

    private Bootstrap(BootstrapView self, Collection<BootstrapView> others, Supplier<String> newClusterId) {
        this.self = self;
        this.others = others;
        this.newClusterId = newClusterId;
    }

    /**
     * The next step of a node that does not know of a valid cluster.
     *
     * @param self the node
     * @param others what the nodes it has heard lately said of themselves
     * @param newClusterId draws an id for a new cluster
     */
    public static BootstrapStep decide(
            BootstrapView self, Collection<BootstrapView> others, Supplier<String> newClusterId) {
        Bootstrap bootstrap = new Bootstrap(self, others, newClusterId);
        return self.pending().map(bootstrap::holding).orElseGet(bootstrap::withEmptyHands);
    }

    private BootstrapStep holding(Proposal held) {
        boolean knownAsValid =
                others.stream().anyMatch(other -> other.clusterId().equals(Optional.of(held.clusterId())));
        List<ProposedMember> missing = missing(held);
        if (knownAsValid || missing.isEmpty()) {
            return new BootstrapStep.Found(held);
        }
        if (!isPassedOver(held)) {
            return new BootstrapStep.Await("cluster " + held.clusterId()
                    + " begins when all of its nodes have agreed; missing: "
                    + addresses(missing.stream().map(member -> member.address().toString()))
                    + " (each with the folder it had)");
        }
        return adopt().or(() -> lowestFor(self.candidate(), held))
                .orElseGet(
                        () -> new BootstrapStep.Await("other nodes are beginning a cluster; this one joins it then"));
    }

    private BootstrapStep withEmptyHands() {
        Optional<BootstrapStep> known = adopt().or(this::lowestProposal);
        if (known.isPresent()) {
            return known.get();
        }
        if (others.stream().anyMatch(other -> other.pending().isPresent())) {
            return new BootstrapStep.Await("other nodes are beginning a cluster; this one joins it then");
        }
        return self.candidate().begins() ? propose() : new BootstrapStep.Await("no node of a cluster answers");
    }

    private BootstrapStep propose() {
        int expected = self.candidate().expected();
        List<Candidate> ready = new ArrayList<>(List.of(self.candidate()));
        others.stream()
                .map(BootstrapView::candidate)
                .filter(other -> other.expected() == expected)
                .forEach(ready::add);
        if (ready.size() < expected) {
            return new BootstrapStep.Await("waiting for " + (expected - ready.size()) + " more of the " + expected
                    + " nodes that begin the cluster together" + disagreement());
        }
        ready.sort(Comparator.comparing(Candidate::address));
        List<Candidate> founders = ready.subList(0, expected);
        Optional<BootstrapStep> clash = sameNodeId(founders);
        if (clash.isPresent()) {
            return clash.get();
        }
        return founders.get(0).equals(self.candidate())
                ? new BootstrapStep.Hold(
                        new Proposal(self.candidate().address(), newClusterId.get(), numbered(founders)))
                : new BootstrapStep.Await("waiting for " + founders.get(0).address() + " to begin the cluster");
    }

    private Optional<BootstrapStep> sameNodeId(List<Candidate> founders) {
        Candidate own = self.candidate();
        return founders.stream()
                .filter(other -> !other.equals(own)
                        && own.wantedNodeId().isPresent()
                        && own.wantedNodeId().equals(other.wantedNodeId()))
                .findFirst()
                .<BootstrapStep>map(
                        other -> new BootstrapStep.SameNodeId(own.wantedNodeId().orElseThrow(), other.address()))
                .or(() -> clashOfOthers(founders));
    }

    private static Optional<BootstrapStep> clashOfOthers(List<Candidate> founders) {
        List<Integer> wanted =
                founders.stream().flatMap(one -> one.wantedNodeId().stream()).toList();
        return Set.copyOf(wanted).size() == wanted.size()
                ? Optional.empty()
                : Optional.of(new BootstrapStep.Await("two of the nodes were given the same --node-id: " + founders));
    }

    /** Those without a number get the lowest free ones, in the order of their addresses. */
    private static List<ProposedMember> numbered(List<Candidate> founders) {
        Set<Integer> taken = founders.stream()
                .flatMap(one -> one.wantedNodeId().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<ProposedMember> members = new ArrayList<>();
        for (Candidate founder : founders) {
            int nodeId = founder.wantedNodeId().orElseGet(() -> NodeIds.lowestFree(taken));
            taken.add(nodeId);
            members.add(new ProposedMember(founder.address(), founder.directoryId(), nodeId));
        }
        return members;
    }

    /** The only valid cluster that anyone heard belongs to. */
    private Optional<BootstrapStep> adopt() {
        Set<String> valid = others.stream()
                .flatMap(other -> other.clusterId().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (valid.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                valid.size() == 1
                        ? new BootstrapStep.Adopt(valid.iterator().next())
                        : new BootstrapStep.Await("nodes of different clusters answer (" + String.join(", ", valid)
                                + "): name nodes of one cluster with --join"));
    }

    private Optional<BootstrapStep> lowestProposal() {
        return heldByOthers()
                .filter(proposal -> !isPassedOver(proposal))
                .min(Comparator.naturalOrder())
                .map(BootstrapStep.Hold::new);
    }

    private Optional<BootstrapStep> lowestFor(Candidate candidate, Proposal held) {
        return heldByOthers()
                .filter(proposal -> proposal.compareTo(held) < 0
                        && proposal.member(candidate).isPresent())
                .filter(proposal -> !isPassedOver(proposal))
                .min(Comparator.naturalOrder())
                .map(BootstrapStep.Hold::new);
    }

    private Stream<Proposal> heldByOthers() {
        return others.stream()
                .flatMap(other -> other.pending().stream())
                .filter(proposal -> proposal.member(self.candidate()).isPresent());
    }

    private boolean isPassedOver(Proposal proposal) {
        return others.stream()
                .anyMatch(other -> proposal.member(other.candidate()).isPresent() && other.hasPassedOver(proposal));
    }

    private List<ProposedMember> missing(Proposal held) {
        return held.members().stream()
                .filter(member -> !member.is(self.candidate()))
                .filter(member -> others.stream().noneMatch(other -> member.is(other.candidate()) && other.holds(held)))
                .toList();
    }

    private String disagreement() {
        return others.stream()
                .map(BootstrapView::candidate)
                .filter(other ->
                        other.begins() && other.expected() != self.candidate().expected())
                .findFirst()
                .map(other -> " (" + other.address() + " was started with --bootstrap-expect " + other.expected()
                        + ": give all the same)")
                .orElse("");
    }

    private static String addresses(Stream<String> addresses) {
        return addresses.collect(Collectors.joining(", "));
    }
}
