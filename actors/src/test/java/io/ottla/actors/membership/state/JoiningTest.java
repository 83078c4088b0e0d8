package io.ottla.actors.membership.state;

import static io.ottla.actors.membership.state.Nodes.address;
import static io.ottla.actors.membership.state.Nodes.voter;
import static io.ottla.actors.membership.state.Nodes.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.state.Grants.Response;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private static final Optional<KnownVoters> THREE = Optional.of(voters(1, 1, 2, 3));
    private static final Set<NodeAddress> OTHERS = Set.of(address(2), address(3));

    private final Joining joining = new Joining(address(1), 0);

    @Test
    void aNodeAloneBeginsWithoutWaitingForAnybody() {
        Optional<KnownVoters> alone = Optional.of(voters(0, 1));
        JoinStep.AskFor asked = (JoinStep.AskFor) joining.step(Set.of(), alone, 0);
        joining.granted(asked.ask(), voter(1));
        assertThat(joining.step(Set.of(), alone, 0)).isInstanceOf(JoinStep.Begin.class);
    }

    @Test
    void joinsThroughAnyNodeThatIsUp() {
        hears(3, Standing.UP, 0);
        assertThat(joining.step(OTHERS, THREE, 0)).isEqualTo(new JoinStep.JoinThrough(List.of(address(3))));
    }

    @Test
    void waitsForSilentNodesBeforeItAsksForAnything() {
        hears(2, Standing.OUTSIDE, 0);
        assertThat(joining.step(OTHERS, THREE, 0)).isInstanceOf(JoinStep.Await.class);
        hears(2, Standing.OUTSIDE, Joining.PATIENCE_MS);
        assertThat(joining.step(OTHERS, THREE, Joining.PATIENCE_MS)).isInstanceOf(JoinStep.AskFor.class);
    }

    @Test
    void doesNotWaitForNodesThatAreNotThere() {
        hears(2, Standing.OUTSIDE, 0);
        joining.heard(address(3), Heard.refusal(0));
        assertThat(joining.step(OTHERS, THREE, 0)).isInstanceOf(JoinStep.AskFor.class);
    }

    @Test
    void beginsOnlyWithAMajorityOfTheVoters() {
        long ask = ask();
        joining.granted(ask, voter(1));
        assertThat(joining.step(OTHERS, THREE, 1)).isInstanceOf(JoinStep.AskFor.class);
        joining.granted(ask, voter(9));
        joining.granted(ask + 1, voter(3));
        assertThat(joining.step(OTHERS, THREE, 1)).isInstanceOf(JoinStep.AskFor.class);
        joining.granted(ask, voter(2));
        assertThat(joining.step(OTHERS, THREE, 1)).isInstanceOf(JoinStep.Begin.class);
    }

    @Test
    void grantsThatWereAskedForLongAgoAreForgotten() {
        long ask = ask();
        joining.granted(ask, voter(1));
        joining.granted(ask, voter(2));
        hears(2, Standing.OUTSIDE, Joining.ASK_FOR_MS);
        assertThat(joining.step(OTHERS, THREE, Joining.ASK_FOR_MS)).isInstanceOf(JoinStep.AskFor.class);
    }

    @Test
    void theNewestVotersThatAnyoneKnowsDecide() {
        joining.heard(address(2), Heard.answer(Standing.OUTSIDE, Optional.of(voters(2, 2, 4, 5)), 0));
        joining.heard(address(3), Heard.refusal(0));
        assertThat(((JoinStep.AskFor) joining.step(OTHERS, THREE, 0)).voters())
                .containsExactlyElementsOf(voters(2, 2, 4, 5).voters());
    }

    @Test
    void aHigherAddressWaitsForTheLowerOneButNotForEver() {
        Joining second = new Joining(address(2), 0);
        second.heard(address(1), Heard.answer(Standing.OUTSIDE, THREE, 0));
        second.heard(address(3), Heard.refusal(0));
        Set<NodeAddress> others = Set.of(address(1), address(3));
        assertThat(second.step(others, THREE, 0)).isInstanceOf(JoinStep.Await.class);
        second.heard(address(1), Heard.answer(Standing.OUTSIDE, THREE, Joining.TURN_MS));
        assertThat(second.step(others, THREE, Joining.TURN_MS)).isInstanceOf(JoinStep.AskFor.class);
    }

    @Test
    void aGrantBindsItsGiver() {
        Grants grants = new Grants();
        assertThat(grants.grant(address(1), 0)).isTrue();
        assertThat(grants.grant(address(2), Grants.BINDS_MS - 1)).isFalse();
        assertThat(grants.isBoundToAnother(address(3), Grants.BINDS_MS - 1)).isTrue();
        assertThat(grants.grant(address(1), 1)).isTrue();
        assertThat(grants.grant(address(2), Grants.BINDS_MS + 1)).isTrue();
    }

    @Test
    void aGrantIsGivenWhenItIsOnDiskAndAgainAsOftenAsItIsAskedFor() {
        Grants grants = new Grants();
        assertThat(grants.asked(address(1), 4, 0)).isEqualTo(Response.WRITE);
        assertThat(grants.asked(address(1), 4, 200)).as("one write at a time").isEqualTo(Response.NONE);
        assertThat(grants.written(address(1), 4)).isTrue();
        assertThat(grants.asked(address(1), 4, 4_000)).isEqualTo(Response.GIVE);
        assertThat(grants.asked(address(2), 1, 4_000)).isEqualTo(Response.NONE);
    }

    @Test
    void aGrantThatWouldNotBindForLongEnoughIsWrittenAnew() {
        Grants grants = new Grants();
        grants.asked(address(1), 4, 0);
        grants.written(address(1), 4);
        long late = Grants.BINDS_MS - Joining.ASK_FOR_MS + 1;
        assertThat(grants.asked(address(1), 4, late)).isEqualTo(Response.WRITE);
    }

    @Test
    void aGrantThatWasWrittenWhenAnotherWasGrantedIsNotGiven() {
        Grants grants = new Grants();
        grants.asked(address(1), 4, 0);
        assertThat(grants.grant(address(2), Grants.BINDS_MS + 1)).isTrue();
        assertThat(grants.written(address(1), 4)).isFalse();
    }

    private long ask() {
        hears(2, Standing.OUTSIDE, 0);
        joining.heard(address(3), Heard.refusal(0));
        return ((JoinStep.AskFor) joining.step(OTHERS, THREE, 0)).ask();
    }

    private void hears(int node, Standing standing, long atMs) {
        joining.heard(address(node), Heard.answer(standing, THREE, atMs));
    }
}
