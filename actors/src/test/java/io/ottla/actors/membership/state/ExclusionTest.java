package io.ottla.actors.membership.state;

import static io.ottla.actors.membership.state.Nodes.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.KnownVoters;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExclusionTest {
    private static final KnownVoters THREE = voters(1, 1, 2, 3);

    private final Exclusion exclusion = new Exclusion(THREE);
    private final Severed severed = new Severed();

    @Test
    void aMajorityWithoutThisNodeMakesItCertain() {
        says(1, true, THREE);
        assertThat(exclusion.isCertain(0, severed)).isFalse();
        says(2, true, THREE);
        assertThat(exclusion.isCertain(0, severed)).isTrue();
    }

    @Test
    void votersThatHaveThisNodeOrAreInNoClusterDoNotCount() {
        says(1, true, THREE);
        says(2, false, THREE);
        says(3, false, THREE);
        assertThat(exclusion.isCertain(0, severed)).isFalse();
    }

    @Test
    void theNewestVotersDecide() {
        says(1, true, THREE);
        says(2, true, voters(2, 3, 4, 5));
        assertThat(exclusion.isCertain(0, severed)).isFalse();
    }

    @Test
    void aNodeThatHasSeveredAMajorityIsWithoutIt() {
        severed.add(incarnation(2, 20));
        assertThat(exclusion.isCertain(0, severed)).isFalse();
        severed.add(incarnation(3, 30));
        assertThat(exclusion.isCertain(0, severed)).isTrue();
    }

    @Test
    void oneThatIsSeveredAndOneThatIsWithoutItMakeAMajority() {
        severed.add(incarnation(2, 20));
        says(3, true, THREE);
        assertThat(exclusion.isCertain(0, severed)).isTrue();
    }

    @Test
    void anotherIncarnationOfASeveredNodeIsHeard() {
        severed.add(incarnation(2, 20));
        severed.add(incarnation(3, 30));
        severed.heard(List.of(incarnation(2, 20), incarnation(3, 31)));
        assertThat(exclusion.isCertain(0, severed)).isFalse();
    }

    @Test
    void whoIsBackBeforeItsFormerIncarnationIsSeveredIsHeard() {
        severed.heard(List.of(incarnation(2, 20)));
        severed.heard(List.of(incarnation(2, 21)));
        severed.heard(List.of(incarnation(2, 20)));
        severed.add(incarnation(2, 20));
        severed.add(incarnation(3, 30));
        assertThat(exclusion.isCertain(0, severed)).isFalse();
    }

    private static MemberAt incarnation(int node, long uid) {
        return new MemberAt(Nodes.address(node), uid);
    }

    private void says(int voter, boolean withoutMe, KnownVoters known) {
        exclusion.said(voter, Nodes.directory(voter), withoutMe, known, 0);
    }
}
