package io.ottla.actors.membership.state;

import static io.ottla.actors.membership.state.Nodes.candidate;
import static io.ottla.actors.membership.state.Nodes.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final String NEW = "new";

    @Test
    void beginsAloneWhatIsExpectedToBeAlone() {
        assertThat(decide(empty(1, 1))).isEqualTo(new BootstrapStep.Hold(proposal(1, NEW, 1)));
        assertThat(decide(holding(1, 1, proposal(1, NEW, 1)))).isInstanceOf(BootstrapStep.Found.class);
    }

    @Test
    void theLowestAddressProposesWhenAllAreThere() {
        assertThat(decide(empty(1, 3), empty(2, 3))).isInstanceOf(BootstrapStep.Await.class);
        assertThat(decide(empty(2, 3), empty(1, 3), empty(3, 3))).isInstanceOf(BootstrapStep.Await.class);
        assertThat(decide(empty(1, 3), empty(2, 3), empty(3, 3)))
                .isEqualTo(new BootstrapStep.Hold(proposal(1, NEW, 1, 2, 3)));
    }

    @Test
    void aMemberTakesTheProposalAndOnlyAllOfThemMakeItValid() {
        Proposal made = proposal(1, "a", 1, 2, 3);
        assertThat(decide(empty(2, 3), holding(1, 3, made))).isEqualTo(new BootstrapStep.Hold(made));
        assertThat(decide(holding(2, 3, made), holding(1, 3, made))).isInstanceOf(BootstrapStep.Await.class);
        assertThat(decide(holding(2, 3, made), holding(1, 3, made), holding(3, 3, made)))
                .isEqualTo(new BootstrapStep.Found(made));
        assertThat(decide(holding(2, 3, made), member(3, "a"))).isEqualTo(new BootstrapStep.Found(made));
    }

    @Test
    void aHeldProposalIsExchangedOnlyWhenOneOfItsMembersHasPassedItOver() {
        Proposal lower = proposal(1, "a", 1, 2, 3);
        Proposal higher = proposal(2, "b", 2, 3, 4);
        assertThat(decide(holding(3, 3, higher), holding(1, 3, lower)))
                .as("node 1 is no member of the higher one, which may have become valid")
                .isInstanceOf(BootstrapStep.Await.class);
        assertThat(decide(holding(3, 3, higher), holding(1, 3, lower), holding(2, 3, lower)))
                .isEqualTo(new BootstrapStep.Hold(lower));
        assertThat(decide(holding(3, 3, lower), holding(2, 3, higher), holding(4, 3, higher)))
                .as("never upwards")
                .isInstanceOf(BootstrapStep.Await.class);
    }

    @Test
    void whoReachesAClusterJoinsItAndNeverBegins() {
        assertThat(decide(empty(1, 2), empty(2, 2), member(9, "there"))).isEqualTo(new BootstrapStep.Adopt("there"));
        assertThat(decide(empty(1, 0), member(9, "there"), member(8, "elsewhere")))
                .isInstanceOf(BootstrapStep.Await.class);
    }

    @Test
    void aHeldProposalIsNotLeftForAClusterThatIsNoneOfItsMembers() {
        Proposal held = proposal(1, "a", 1, 2, 3);
        assertThat(decide(holding(2, 3, held), member(9, "there"))).isInstanceOf(BootstrapStep.Await.class);
        assertThat(decide(holding(2, 3, held), member(3, "there"))).isEqualTo(new BootstrapStep.Adopt("there"));
    }

    @Test
    void aNodeThatOnlyJoinsNeverBegins() {
        assertThat(decide(empty(1, 0), empty(2, 0), empty(3, 0))).isInstanceOf(BootstrapStep.Await.class);
    }

    @Test
    void anotherFolderAtAMembersAddressIsNotThatMember() {
        Proposal made = proposal(1, "a", 1, 2);
        Candidate wiped = new Candidate(Nodes.address(2), Nodes.directory(99), Optional.empty(), 2);
        assertThat(decide(new BootstrapView(wiped, Optional.empty(), Optional.empty()), holding(1, 2, made)))
                .isInstanceOf(BootstrapStep.Await.class);
    }

    @Test
    void numbersAreGivenWhereNoneWereAskedForAndMustDiffer() {
        BootstrapView two = wanting(1, 2, 2);
        assertThat(decide(two, empty(2, 2)))
                .isInstanceOfSatisfying(
                        BootstrapStep.Hold.class,
                        hold -> assertThat(hold.proposal().members())
                                .extracting(ProposedMember::nodeId)
                                .containsExactly(2, 1));
        assertThat(decide(two, wanting(2, 2, 2))).isEqualTo(new BootstrapStep.SameNodeId(2, Nodes.address(2)));
    }

    @Test
    void theJournalBeginsWithOneVoterOfTwoNodesAndThreeOfMore() {
        assertThat(proposal(1, "a", 1, 2).firstVoters().voters()).hasSize(1);
        assertThat(proposal(1, "a", 1, 2, 3).firstVoters().voters()).hasSize(3);
        assertThat(proposal(1, "a", 1, 2, 3, 4, 5).firstVoters().voters()).hasSize(3);
    }

    private static BootstrapStep decide(BootstrapView self, BootstrapView... others) {
        return Bootstrap.decide(self, List.of(others), () -> NEW);
    }

    private static BootstrapView empty(int node, int expected) {
        return new BootstrapView(candidate(node, expected), Optional.empty(), Optional.empty());
    }

    private static BootstrapView wanting(int node, int expected, int nodeId) {
        Candidate candidate = new Candidate(Nodes.address(node), Nodes.directory(node), Optional.of(nodeId), expected);
        return new BootstrapView(candidate, Optional.empty(), Optional.empty());
    }

    private static BootstrapView holding(int node, int expected, Proposal held) {
        return new BootstrapView(candidate(node, expected), Optional.of(held), Optional.empty());
    }

    private static BootstrapView member(int node, String clusterId) {
        return new BootstrapView(candidate(node, 0), Optional.empty(), Optional.of(clusterId));
    }
}
