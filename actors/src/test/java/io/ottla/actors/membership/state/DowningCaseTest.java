package io.ottla.actors.membership.state;

import static io.ottla.actors.membership.state.Nodes.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.journal.state.KnownVoters;
import io.ottla.actors.membership.state.DowningCase.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DowningCaseTest {
    private static final MemberAt SUBJECT = new MemberAt(Nodes.address(3), 77);
    private static final KnownVoters THREE = voters(1, 1, 2, 3);

    private static final long NOW = 7;

    private final DowningCase about = new DowningCase(SUBJECT, THREE);

    @BeforeEach
    void ask() {
        about.asks(NOW, 0);
    }

    @Test
    void downsOnlyWithAMajorityThatHadNoAnswer() {
        assertThat(about.finding(0)).isEqualTo(Finding.OPEN);
        says(1, false, THREE);
        assertThat(about.finding(0)).isEqualTo(Finding.OPEN);
        says(2, false, THREE);
        assertThat(about.finding(0)).isEqualTo(Finding.GONE);
    }

    @Test
    void leavesAMemberThatAMajorityReaches() {
        says(1, true, THREE);
        says(2, true, THREE);
        assertThat(about.finding(0)).isEqualTo(Finding.REACHED_BY_OTHERS);
    }

    @Test
    void aVoterThatIsDownItselfSaysNothing() {
        DowningCase aboutVoterOfOne = new DowningCase(new MemberAt(Nodes.address(1), 5), voters(1, 1));
        aboutVoterOfOne.asks(1, 0);
        aboutVoterOfOne.said(1, 2, Nodes.directory(2), false, voters(1, 1));
        assertThat(aboutVoterOfOne.finding(0))
                .as("the survivor of two may not down the only voter")
                .isEqualTo(Finding.OPEN);
    }

    @Test
    void theNewestVotersDecide() {
        KnownVoters newer = voters(2, 1, 4, 5);
        says(1, false, THREE);
        says(2, false, newer);
        assertThat(about.voters()).isEqualTo(newer.voters());
        assertThat(about.finding(0)).as("node 2 is no voter any more").isEqualTo(Finding.OPEN);
        says(4, false, newer);
        assertThat(about.finding(0)).isEqualTo(Finding.GONE);
    }

    @Test
    void aVoterWithAnotherFolderDoesNotCount() {
        about.said(NOW, 1, Nodes.directory(99), false, THREE);
        about.said(NOW, 2, Nodes.directory(2), false, THREE);
        assertThat(about.finding(0)).isEqualTo(Finding.OPEN);
    }

    @Test
    void wordsAboutDifferentMomentsAreNoMajority() {
        says(1, false, THREE);
        long later = DowningCase.FRESH_MS + 1;
        about.asks(NOW + 1, later);
        about.said(NOW + 1, 2, Nodes.directory(2), false, THREE);
        assertThat(about.finding(later)).isEqualTo(Finding.OPEN);
    }

    @Test
    void whatWasAskedLongAgoSaysNothingOfNowWheneverTheAnswerArrives() {
        about.asks(NOW + 1, 1_000);
        about.asks(NOW + 2, 2_000);
        says(1, false, THREE);
        about.said(NOW + 2, 2, Nodes.directory(2), false, THREE);
        assertThat(about.finding(2_000)).isEqualTo(Finding.OPEN);
        about.said(NOW + 1, 1, Nodes.directory(1), false, THREE);
        assertThat(about.finding(2_000)).isEqualTo(Finding.GONE);
    }

    @Test
    void anAnswerToTheQuestionBeforeDoesNotReplaceANewerOne() {
        about.asks(NOW + 1, 1_000);
        about.said(NOW + 1, 1, Nodes.directory(1), true, THREE);
        about.said(NOW + 1, 2, Nodes.directory(2), false, THREE);
        says(1, false, THREE);
        assertThat(about.finding(1_000)).isEqualTo(Finding.OPEN);
    }

    private void says(int voter, boolean answered, KnownVoters known) {
        about.said(NOW, voter, Nodes.directory(voter), answered, known);
    }
}
