package io.ottla.server.stats;

import io.ottla.actors.Broker;
import io.ottla.actors.group.GroupList;
import io.ottla.actors.group.state.CommittedOffset;
import io.ottla.actors.group.state.FetchedOffsets;
import io.ottla.actors.group.state.GroupCommand;
import io.ottla.actors.group.state.GroupListing;
import io.ottla.actors.group.state.GroupPhase;
import io.ottla.actors.group.state.consumer.ConsumerPhase;
import io.ottla.actors.partition.PartitionHandle;
import io.ottla.actors.partition.PartitionView;
import io.ottla.http.metrics.BrokerStats.GroupOffset;
import io.ottla.http.metrics.BrokerStats.Groups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Figures of the groups that this node coordinates. Asks them, so it runs where one may wait. */
final class GroupStats {
    private static final long TIMEOUT_SECONDS = 5;

    private final Broker broker;

    GroupStats(Broker broker) {
        this.broker = broker;
    }

    /** Consumer groups that are to get targets count as preparing, those that move towards them as completing. */
    Groups byPhase() {
        Map<String, Long> counts =
                listed().stream().collect(Collectors.groupingBy(GroupListing::state, Collectors.counting()));
        return new Groups(
                count(counts, GroupPhase.EMPTY.label()),
                count(counts, GroupPhase.STABLE.label()),
                count(counts, GroupPhase.PREPARING_REBALANCE.label()) + count(counts, ConsumerPhase.ASSIGNING.label()),
                count(counts, GroupPhase.COMPLETING_REBALANCE.label())
                        + count(counts, ConsumerPhase.RECONCILING.label()),
                count(counts, GroupPhase.DEAD.label()));
    }

    Collection<GroupOffset> offsets() {
        Map<String, CompletableFuture<FetchedOffsets>> asked = listed().stream()
                .collect(Collectors.toMap(GroupListing::groupId, listing -> ask(listing.groupId()), (a, b) -> a));
        List<GroupOffset> result = new ArrayList<>();
        asked.forEach((group, answer) -> await(answer)
                .ifPresent(fetched -> fetched.offsets()
                        .forEach((partition, committed) -> result.add(offset(group, partition, committed)))));
        return result;
    }

    private GroupOffset offset(String group, TopicPartition partition, CommittedOffset committed) {
        PartitionHandle handle = broker.partitions().find(partition);
        PartitionView view = handle == null ? null : handle.leadingView();
        long lag = view == null ? -1 : Math.max(0, view.log().highWatermark() - committed.offset());
        return new GroupOffset(group, partition.topic(), partition.partition(), committed.offset(), lag);
    }

    private List<GroupListing> listed() {
        CompletableFuture<GroupList> answer = new CompletableFuture<>();
        broker.groups().list(answer::complete);
        return await(answer).map(GroupList::groups).orElse(List.of());
    }

    private CompletableFuture<FetchedOffsets> ask(String group) {
        CompletableFuture<FetchedOffsets> answer = new CompletableFuture<>();
        broker.groups().tell(new GroupCommand.FetchOffsets(group, Optional.empty(), false, answer::complete));
        return answer;
    }

    private static int count(Map<String, Long> counts, String state) {
        return counts.getOrDefault(state, 0L).intValue();
    }

    /** What does not come in time is left out of this scrape. */
    private static <T> Optional<T> await(CompletableFuture<T> answer) {
        try {
            return Optional.of(answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException late) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
