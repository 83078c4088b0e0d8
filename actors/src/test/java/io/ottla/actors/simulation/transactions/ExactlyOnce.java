package io.ottla.actors.simulation.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.coordinator.state.Entity;
import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.transaction.state.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** What must have come of it all: each input has one output, as far as the group has committed; and nothing is left open. */
final class ExactlyOnce {
    private final TransactionsWorld world;
    private final List<Payload.Output> outputs;
    private final Workers workers;

    ExactlyOnce(TransactionsWorld world, List<Payload.Output> outputs, Workers workers) {
        this.world = world;
        this.outputs = outputs;
        this.workers = workers;
    }

    void check() {
        Set<Integer> committed = new TreeSet<>();
        Map<Integer, List<Long>> inputs = new TreeMap<>();
        for (Payload.Output output : outputs) {
            committed.add(output.transaction());
            inputs.computeIfAbsent(output.source(), unused -> new ArrayList<>()).add(output.input());
        }
        assertThat(committed).as("acknowledged transactions").containsAll(world.history.commitsAnswered());
        assertNothingIsOpen();
        Map<TopicPartition, Long> offsets = offsets();
        for (int source = 0; source < Coordination.INPUT_PARTITIONS; source++) {
            List<Long> processed =
                    inputs.getOrDefault(source, List.of()).stream().sorted().toList();
            long position = offsets.getOrDefault(new TopicPartition(Coordination.INPUTS, source), 0L);
            for (int i = 0; i < processed.size(); i++) {
                assertThat(processed.get(i))
                        .as("output %d of source %d", i, source)
                        .isEqualTo(i);
            }
            assertThat(position).as("committed offset of source %d", source).isEqualTo(processed.size());
        }
        assertThat(world.history.commitsAnswered().size())
                .as("transactions, of which some came after the faults: %s", workers)
                .isGreaterThan(workers.answeredBeforePeace());
    }

    private void assertNothingIsOpen() {
        for (int partition = TransactionsWorld.OFFSETS; partition < world.partitions(); partition++) {
            assertThat(world.leading(partition).partition().hasOpenTransaction())
                    .as("open transaction in partition %d", partition)
                    .isFalse();
        }
        for (Entity entity :
                coordinator(TransactionsWorld.TRANSACTIONS).entities().values()) {
            assertThat(((Transaction) entity).phase().isIdle())
                    .as("%s is %s", entity.id(), ((Transaction) entity).phase())
                    .isTrue();
        }
    }

    private CoordinatorTerm coordinator(int partition) {
        return world.leading(partition).coordinator().orElseThrow();
    }

    private Map<TopicPartition, Long> offsets() {
        List<FetchedOffsets> answers = new ArrayList<>();
        coordinator(TransactionsWorld.OFFSETS)
                .execute(new GroupCommand.FetchOffsets(Member.GROUP, Optional.empty(), false, answers::add));
        assertThat(answers).as("committed offsets").hasSize(1);
        Map<TopicPartition, Long> offsets = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        answers.get(0).offsets().forEach((partition, committed) -> offsets.put(partition, committed.offset()));
        return offsets;
    }
}
