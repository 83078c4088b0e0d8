package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeedBookTest {
    private static final UUID PROCESS = new UUID(0, 1);

    private final FeedBook book = new FeedBook();

    @Test
    void aNewBrokerIsSentWhatItLacks() {
        assertThat(book.told(1, PROCESS, 3, 10, 0)).isEqualTo(OptionalLong.of(3));
        assertThat(book.follow(10, 12, 1)).containsExactly(1);
    }

    @Test
    void aBrokerThatHasAllFollowsWithoutBeingSentAnything() {
        assertThat(book.told(1, PROCESS, 10, 10, 0)).isEmpty();
        assertThat(book.follow(10, 11, 1)).containsExactly(1);
        assertThat(book.follow(11, 12, 2)).containsExactly(1);
    }

    @Test
    void aBrokerNobodyHasHeardOfIsSentNothing() {
        assertThat(book.follow(10, 11, 0)).isEmpty();
    }

    @Test
    void whatIsOnItsWayIsNotSentAgain() {
        book.told(1, PROCESS, 10, 10, 0);
        book.follow(10, 11, 5_000);

        assertThat(book.told(1, PROCESS, 10, 11, 5_300)).isEmpty();
    }

    @Test
    void whatGotLostIsSentAgainFromWhereTheBrokerIs() {
        book.told(1, PROCESS, 10, 10, 0);
        book.follow(10, 11, 5_000);

        assertThat(book.told(1, PROCESS, 10, 11, 5_900)).isEmpty();
        assertThat(book.told(1, PROCESS, 10, 11, 6_000)).isEqualTo(OptionalLong.of(10));
    }

    @Test
    void whatGotLostIsSentAgainAlsoWhileMoreIsCommitted() {
        book.told(1, PROCESS, 10, 10, 0);
        OptionalLong again = OptionalLong.empty();
        for (int i = 0; i < 20 && again.isEmpty(); i++) {
            book.follow(10 + i, 11 + i, 5_000 + 100 * i);
            again = book.told(1, PROCESS, 10, 11 + i, 5_000 + 100 * i);
        }

        assertThat(again).isEqualTo(OptionalLong.of(10));
    }

    @Test
    void aBrokerThatGetsCloserIsGivenTime() {
        book.told(1, PROCESS, 0, 100, 0);
        for (int i = 1; i < 100; i++) {
            assertThat(book.told(1, PROCESS, i, 100, 900L * i)).isEmpty();
        }
    }

    @Test
    void anotherProcessStartsFromWhatItHas() {
        book.told(1, PROCESS, 10, 10, 0);

        assertThat(book.told(1, new UUID(0, 2), 0, 10, 1)).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void aBrokerThatMissesSomethingIsSentItAtOnceButNotTwice() {
        book.told(1, PROCESS, 10, 10, 0);
        book.follow(10, 12, 1_000);

        assertThat(book.missing(1, PROCESS, 10, 12, 1_001)).isEqualTo(OptionalLong.of(10));
        assertThat(book.missing(1, PROCESS, 10, 12, 1_100)).isEmpty();
        assertThat(book.missing(1, PROCESS, 10, 12, 1_300)).isEqualTo(OptionalLong.of(10));
    }

    @Test
    void aBrokerThatIsUnregisteredFollowsNoMore() {
        book.told(1, PROCESS, 10, 10, 0);

        book.keep(Set.of(2));

        assertThat(book.follow(10, 11, 1)).isEmpty();
    }
}
