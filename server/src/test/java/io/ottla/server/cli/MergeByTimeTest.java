package io.ottla.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeByTimeTest {
    private record Seen(int partition, long offset, long timestamp) {}

    @Test
    void takesTheNewestOfAllPartitionsInTheOrderOfTime() {
        List<Seen> first = List.of(new Seen(0, 0, 10), new Seen(0, 1, 40));
        List<Seen> second = List.of(new Seen(1, 0, 20), new Seen(1, 1, 30), new Seen(1, 2, 50));

        assertThat(MergeByTime.last(List.of(first, second), 3, Seen::timestamp))
                .containsExactly(new Seen(1, 1, 30), new Seen(0, 1, 40), new Seen(1, 2, 50));
    }

    @Test
    void givesAllWhenThereAreFewer() {
        assertThat(MergeByTime.last(List.of(List.of(new Seen(0, 0, 1)), List.<Seen>of()), 10, Seen::timestamp))
                .containsExactly(new Seen(0, 0, 1));
    }

    @Test
    void keepsTheOrderOfPartitionsWhereTimesAreEqual() {
        List<Seen> first = List.of(new Seen(0, 0, 7));
        List<Seen> second = List.of(new Seen(1, 0, 7));

        assertThat(MergeByTime.last(List.of(first, second), 2, Seen::timestamp))
                .containsExactly(new Seen(0, 0, 7), new Seen(1, 0, 7));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsTheOrderOfOffsetsEvenWhereTimesRunBackwards(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Seen>> partitions = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            List<Seen> records = new ArrayList<>();
            for (long offset = random.nextInt(3); offset < 40; offset += 1 + random.nextInt(3)) {
                records.add(new Seen(partition, offset, random.nextInt(100)));
            }
            partitions.add(records);
        }
        int count = 1 + random.nextInt(60);

        List<Seen> last = MergeByTime.last(partitions, count, Seen::timestamp);

        for (List<Seen> records : partitions) {
            List<Seen> chosen = last.stream().filter(records::contains).toList();
            assertThat(chosen)
                    .as("seed %d: the end of a partition, in its order", seed)
                    .isEqualTo(records.subList(records.size() - chosen.size(), records.size()));
        }
        int total = partitions.stream().mapToInt(List::size).sum();
        assertThat(last).as("seed %d", seed).hasSize(Math.min(count, total));
    }
}
