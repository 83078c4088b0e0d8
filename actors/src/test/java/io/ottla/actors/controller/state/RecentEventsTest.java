package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.ProducerIdsAllocated;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    @Test
    void givesWhatFollowsAnEvent() {
        RecentEvents recent = recent(5, 10, 3);

        assertThat(recent.since(5)).contains(List.of(event(0), event(1), event(2)));
        assertThat(recent.since(7)).contains(List.of(event(2)));
        assertThat(recent.since(8)).contains(List.of());
    }

    @Test
    void knowsNothingOfWhatWasBeforeItOrIsNotThereYet() {
        RecentEvents recent = recent(5, 10, 3);

        assertThat(recent.since(4)).isEmpty();
        assertThat(recent.since(9)).isEmpty();
    }

    @Test
    void forgetsTheOldest() {
        RecentEvents recent = recent(0, 2, 5);

        assertThat(recent.since(2)).isEmpty();
        assertThat(recent.since(3)).contains(List.of(event(3), event(4)));
    }

    @Test
    void anEventCountsForAllThatItChanges() {
        RecentEvents recent = recent(0, 100, 5);

        recent.add(new MetadataEvent.TopicCreated("t", Uuid.randomUuid(), 1, Collections.nCopies(98, List.of(1))));

        assertThat(recent.since(3)).isEmpty();
        assertThat(recent.since(4).orElseThrow()).hasSize(2);
    }

    private static RecentEvents recent(long after, long maxWeight, int events) {
        RecentEvents recent = new RecentEvents(after, maxWeight);
        for (int i = 0; i < events; i++) {
            recent.add(event(i));
        }
        return recent;
    }

    private static MetadataEvent event(int number) {
        return new ProducerIdsAllocated(number);
    }
}
