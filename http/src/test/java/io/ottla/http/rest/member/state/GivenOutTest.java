package io.ottla.http.rest.member.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GivenOutTest {
    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);

    private final GivenOut given = new GivenOut();

    @Test
    void reachesFromTheFirstThatIsNotCommittedToBehindTheLast() {
        given.add(A, 5);
        given.add(A, 9);
        given.add(B, 0);

        assertThat(given.first()).isEqualTo(Map.of(A, 5L, B, 0L));
        assertThat(given.next()).isEqualTo(Map.of(A, 10L, B, 1L));
    }

    @Test
    void aCommitInBetweenLeavesTheRestAndOneOfAllLeavesNothing() {
        given.add(A, 5);
        given.add(A, 6);
        given.add(A, 7);

        given.committed(A, 6);
        assertThat(given.first()).isEqualTo(Map.of(A, 6L));
        given.committed(A, 2);
        assertThat(given.first()).as("a commit of what was before").isEqualTo(Map.of(A, 6L));
        assertThat(given.next()).isEqualTo(Map.of(A, 8L));
        given.committed(A, 8);
        assertThat(given.first()).isEmpty();
        assertThat(given.next()).isEmpty();
        given.committed(B, 3);
        assertThat(given.next()).isEmpty();
    }

    @Test
    void whatIsTakenBackWasNotGivenOut() {
        given.add(A, 5);
        given.add(A, 9);

        given.takeBack(A, 9);
        assertThat(given.first()).isEqualTo(Map.of(A, 5L));
        assertThat(given.next()).isEqualTo(Map.of(A, 9L));
        given.takeBack(A, 5);
        assertThat(given.first()).isEmpty();
        assertThat(given.next()).isEmpty();
    }

    @Test
    void whatSomebodyElseReadsIsForgotten() {
        given.add(A, 5);
        given.add(B, 6);

        given.forget(List.of(A));

        assertThat(given.first()).isEqualTo(Map.of(B, 6L));
        assertThat(given.next()).isEqualTo(Map.of(B, 7L));
    }
}
