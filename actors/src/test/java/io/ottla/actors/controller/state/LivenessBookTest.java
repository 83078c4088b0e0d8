package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.MetadataReplay;
import io.ottla.actors.remote.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LivenessBookTest {
    private static final int BROKER = 1;
    private static final UUID PROCESS = new UUID(0, 1);
    private static final LivenessTiming TIMING = new LivenessTiming(300, 1_200, 300, 1_000, 4_000, 100_000);

    private final LivenessBook book = new LivenessBook(TIMING);
    private MetadataImage image = MetadataImage.EMPTY;
    private long now;

    @Test
    void aBrokerThatAnswersIsNeverSilent() {
        serve(PROCESS);

        for (int tick = 0; tick < 100; tick++) {
            pass(300);
            assertThat(book.silent(now)).isEmpty();
            book.heard(BROKER, PROCESS, now);
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSilentAfterIntervalAndPauseAndNotBefore() {
        serve(PROCESS);
        book.heard(BROKER, PROCESS, now);

        pass(1_500);
        assertThat(book.silent(now)).isEmpty();
        pass(1);
        assertThat(book.silent(now)).containsExactly(BROKER);
    }

    @Test
    void aSilentBrokerIsNamedOnceASecond() {
        serve(PROCESS);
        pass(1_501);

        assertThat(book.silent(now)).containsExactly(BROKER);
        pass(300);
        assertThat(book.silent(now)).isEmpty();
        pass(900);
        assertThat(book.silent(now)).containsExactly(BROKER);
    }

    @Test
    void aLateTickOfItsOwnGivesEveryBrokerAFreshInterval() {
        serve(PROCESS);
        book.heard(BROKER, PROCESS, now);

        now += 10_000;
        book.tick(now);
        assertThat(book.silent(now)).isEmpty();
        pass(1_501);
        assertThat(book.silent(now)).containsExactly(BROKER);
    }

    @Test
    void aFirstTickThatComesLateGivesEveryBrokerAFreshInterval() {
        apply(new MetadataEvent.BrokerRegistered(
                BROKER, PROCESS, "h", 1, Optional.empty(), NodeAddress.UNKNOWN, new UUID(0, 0), List.of()));
        apply(new MetadataEvent.BrokerUnfenced(BROKER));

        now += 10_000;
        book.tick(now);

        assertThat(book.silent(now)).isEmpty();
    }

    @Test
    void anAnswerOfAnotherProcessDoesNotCount() {
        serve(PROCESS);

        pass(1_400);
        book.heard(BROKER, new UUID(0, 2), now);
        pass(101);
        assertThat(book.silent(now)).containsExactly(BROKER);
    }

    @Test
    void anotherProcessStartsWithAFreshInterval() {
        serve(PROCESS);
        pass(1_400);

        serve(new UUID(0, 2));
        pass(1_500);

        assertThat(book.silent(now)).isEmpty();
    }

    @Test
    void aFencedBrokerIsNotNamed() {
        serve(PROCESS);
        fence();

        pass(10_000);

        assertThat(book.silent(now)).isEmpty();
    }

    @Test
    void aBrokerFencedWronglyServesAgainWithItsNextAnswerOnceItKnows() {
        serve(PROCESS);
        fence();

        assertThat(book.mayServe(BROKER, PROCESS, image.sequenceNr() - 1, now)).isFalse();
        assertThat(book.mayServe(BROKER, new UUID(0, 2), image.sequenceNr(), now))
                .isFalse();
        assertThat(book.mayServe(BROKER, PROCESS, image.sequenceNr(), now)).isTrue();
    }

    @Test
    void theDelayDoublesWhenThatRepeatsUpToItsLimit() {
        serve(PROCESS);

        fence();
        assertThat(delayUntilItServes()).isZero();
        fence();
        assertThat(delayUntilItServes()).isEqualTo(1_000);
        fence();
        assertThat(delayUntilItServes()).isEqualTo(2_000);
        fence();
        assertThat(delayUntilItServes()).isEqualTo(4_000);
        fence();
        assertThat(delayUntilItServes()).isEqualTo(4_000);
    }

    @Test
    void aCalmTimeForgivesWhatWasBefore() {
        serve(PROCESS);
        fence();
        delayUntilItServes();
        fence();
        delayUntilItServes();

        now += 100_000;
        fence();

        assertThat(delayUntilItServes()).isZero();
    }

    private long delayUntilItServes() {
        long delay = 0;
        while (!book.mayServe(BROKER, PROCESS, image.sequenceNr(), now)) {
            now += 100;
            delay += 100;
        }
        apply(new MetadataEvent.BrokerUnfenced(BROKER));
        return delay;
    }

    private void pass(long ms) {
        for (long left = ms; left > 0; left -= 300) {
            now += Math.min(300, left);
            book.tick(now);
        }
    }

    private void serve(UUID process) {
        apply(new MetadataEvent.BrokerRegistered(
                BROKER, process, "h", 1, Optional.empty(), NodeAddress.UNKNOWN, new UUID(0, 0), List.of()));
        apply(new MetadataEvent.BrokerUnfenced(BROKER));
        book.tick(now);
    }

    private void fence() {
        apply(new MetadataEvent.BrokerFenced(BROKER));
    }

    private void apply(MetadataEvent event) {
        image = MetadataReplay.replay(image, event);
        book.follow(image, now);
    }
}
