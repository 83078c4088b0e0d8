package io.ottla.actors.membership.state;

import static io.ottla.actors.membership.state.Nodes.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.KnownVoters;
import org.junit.jupiter.api.Test;

class ExclusionTest {
    private static final KnownVoters THREE = voters(1, 1, 2, 3);

    private final Exclusion exclusion = new Exclusion(THREE);

    @Test
    void aMajorityWithoutThisNodeMakesItCertain() {
        says(1, true, THREE);
        assertThat(exclusion.isCertain(0)).isFalse();
        says(2, true, THREE);
        assertThat(exclusion.isCertain(0)).isTrue();
    }

    @Test
    void votersThatHaveThisNodeOrAreInNoClusterDoNotCount() {
        says(1, true, THREE);
        says(2, false, THREE);
        says(3, false, THREE);
        assertThat(exclusion.isCertain(0)).isFalse();
    }

    @Test
    void theNewestVotersDecide() {
        says(1, true, THREE);
        says(2, true, voters(2, 3, 4, 5));
        assertThat(exclusion.isCertain(0)).isFalse();
    }

    private void says(int voter, boolean withoutMe, KnownVoters known) {
        exclusion.said(voter, Nodes.directory(voter), withoutMe, known, 0);
    }
}
