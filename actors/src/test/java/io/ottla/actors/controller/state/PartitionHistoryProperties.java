package io.ottla.actors.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ottla.actors.controller.state.PartitionInvariants.Violation;
import io.ottla.actors.metadata.MetadataEvent;
import io.ottla.actors.metadata.MetadataEvent.PartitionChange;
import io.ottla.actors.metadata.MetadataEvent.PartitionsChanged;
import io.ottla.actors.metadata.MetadataImage;
import io.ottla.actors.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of a cluster keep the invariants; and every invariant is seen to catch a rule that is broken on purpose. */
class PartitionHistoryProperties {
    /** Other events than those that were decided. */
    private interface Sabotage extends BiFunction<MetadataImage, List<MetadataEvent>, List<MetadataEvent>> {}

    private static final int STEPS = 250;
    private static final int SEEDS_TO_CATCH_A_BROKEN_RULE = 60;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsItsInvariantsWhateverHappensToTheBrokers(long seed) {
        MetadataImage end = new PartitionHistory(seed, (image, events) -> events).run(STEPS);

        assertThat(end.topics().size()).isPositive();
    }

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                broken(
                        "the leader is in sync, and without a leader nobody is",
                        (partition, change) -> with(change, change.leader(), true, List.of(), change.elr())),
                broken(
                        "the ISR is assigned and unfenced",
                        (partition, change) -> with(
                                change,
                                change.leader(),
                                change.newLeaderEpoch(),
                                joined(change.isr(), partition.isr()),
                                change.elr())),
                broken(
                        "the ELR is assigned, not in sync, and empty while enough are in sync",
                        (partition, change) -> with(
                                change,
                                change.leader(),
                                change.newLeaderEpoch(),
                                change.isr(),
                                Optional.of(without(joined(partition.elr(), partition.isr()), change.isr())))),
                broken(
                        "a last leader is remembered only while nobody leads",
                        (partition, change) -> new PartitionChange(
                                change.topicId(),
                                change.partition(),
                                change.leader(),
                                change.newLeaderEpoch(),
                                change.isr(),
                                change.elr(),
                                Optional.of(partition.replicas().get(0)),
                                change.replicas(),
                                change.addingReplicas(),
                                change.removingReplicas())),
                broken(
                        "an epoch has one leader",
                        (partition, change) -> with(change, change.leader(), false, change.isr(), change.elr())),
                Arguments.of(
                        "a leader was in the ISR or the ELR", (Sabotage) PartitionHistoryProperties::uncleanElections),
                broken(
                        "whoever is in sync or eligible holds everything committed",
                        (partition, change) ->
                                change.elr().isPresent() && change.elr().get().isEmpty()
                                        ? change
                                        : withElr(partition, change)),
                broken(
                        "a replica goes only when all that stay are in sync, or before it had anything",
                        (partition, change) -> change.addingReplicas().isPresent()
                                        && change.removingReplicas().isPresent()
                                ? early(change)
                                : change));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRules")
    void seesARuleThatIsBroken(
            String invariant, BiFunction<MetadataImage, List<MetadataEvent>, List<MetadataEvent>> sabotage) {
        Set<String> caught = new TreeSet<>();
        for (long seed = 0; seed < SEEDS_TO_CATCH_A_BROKEN_RULE; seed++) {
            try {
                new PartitionHistory(seed, sabotage).run(STEPS);
            } catch (Violation violation) {
                caught.add(violation.invariant());
            }
        }

        assertThat(caught).contains(invariant);
    }

    private static Arguments broken(
            String invariant, BiFunction<PartitionImage, PartitionChange, PartitionChange> rule) {
        BiFunction<MetadataImage, List<MetadataEvent>, List<MetadataEvent>> sabotage = (image, events) ->
                events.stream().map(event -> sabotaged(image, event, rule)).toList();
        return Arguments.of(invariant, sabotage);
    }

    private static MetadataEvent sabotaged(
            MetadataImage image,
            MetadataEvent event,
            BiFunction<PartitionImage, PartitionChange, PartitionChange> rule) {
        if (!(event instanceof PartitionsChanged changed)) {
            return event;
        }
        Function<PartitionChange, PartitionChange> broken = change -> image.topics()
                .topic(change.topicId())
                .flatMap(topic -> topic.partition(change.partition()))
                .map(partition -> rule.apply(partition, change))
                .orElse(change);
        return new PartitionsChanged(changed.changes().stream().map(broken).toList());
    }

    /** Elections of whoever lives, that nobody asked for. */
    private static List<MetadataEvent> uncleanElections(MetadataImage image, List<MetadataEvent> events) {
        return events.stream()
                .map(event -> sabotaged(image, event, (partition, change) -> anybody(image, partition, change)))
                .toList();
    }

    private static PartitionChange anybody(MetadataImage image, PartitionImage partition, PartitionChange change) {
        Optional<Integer> outsider = partition.replicas().stream()
                .filter(id -> image.liveBroker(id).isPresent())
                .filter(id -> !partition.isr().contains(id) && !partition.elr().contains(id))
                .findFirst();
        if (change.leader() != PartitionImage.NO_LEADER || outsider.isEmpty()) {
            return change;
        }
        return new PartitionChange(
                change.topicId(),
                change.partition(),
                outsider.get(),
                true,
                List.of(outsider.get()),
                Optional.of(List.of()),
                Optional.of(PartitionImage.NO_LEADER),
                change.replicas(),
                change.addingReplicas(),
                change.removingReplicas());
    }

    /** Everybody assigned counts as eligible. */
    private static PartitionChange withElr(PartitionImage partition, PartitionChange change) {
        List<Integer> others = new ArrayList<>(change.replicas().orElse(partition.replicas()));
        others.removeAll(change.isr());
        boolean few = change.isr().size() < 1 || change.elr().isPresent();
        return few ? with(change, change.leader(), change.newLeaderEpoch(), change.isr(), Optional.of(others)) : change;
    }

    /** A reassignment that takes away at once what it is to remove. */
    private static PartitionChange early(PartitionChange change) {
        List<Integer> left = new ArrayList<>(change.replicas().orElse(List.of()));
        change.removingReplicas().ifPresent(left::removeAll);
        return new PartitionChange(
                change.topicId(),
                change.partition(),
                change.leader(),
                true,
                change.isr(),
                change.elr(),
                change.lastKnownLeader(),
                left.isEmpty() ? change.replicas() : Optional.of(left),
                change.addingReplicas(),
                Optional.of(List.of()));
    }

    private static List<Integer> without(List<Integer> all, List<Integer> some) {
        return all.stream().filter(id -> !some.contains(id)).toList();
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    private static PartitionChange with(
            PartitionChange change, int leader, boolean newEpoch, List<Integer> isr, Optional<List<Integer>> elr) {
        return new PartitionChange(
                change.topicId(),
                change.partition(),
                leader,
                newEpoch,
                isr,
                elr,
                change.lastKnownLeader(),
                change.replicas(),
                change.addingReplicas(),
                change.removingReplicas());
    }
}
