package io.ottla.actors.group.state.assignor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * Gives each subscriber a contiguous range of every topic, the ranges of one topic differing by one partition at most. Topics with
 * as many partitions and the same subscribers are cut alike, so that partition n of each goes to the same member and they can be
 * joined. Members keep their order along the ranges when others come and go, and so most of their partitions.
 *
 * <pre>
 *   6 partitions, members a b:     a a a b b b
 *   c comes:                       a a b b c c
 *   a goes:                        b b b c c c
 * </pre>
 */
final class RangeAssignor implements Assignor {
    /** What is cut alike. */
    private record Cut(int partitions, List<String> subscribers) {}

    @Override
    public String name() {
        return "range";
    }

    @Override
    public Map<String, PartitionSet> assign(List<Subscriber> subscribers, TopicsView topics) {
        Map<String, PartitionSet.Builder> shares = new LinkedHashMap<>();
        subscribers.forEach(subscriber -> shares.put(subscriber.memberId(), new PartitionSet.Builder()));
        Map<Cut, List<Subscriber>> orders = new LinkedHashMap<>();
        subscribersByTopic(subscribers).forEach((topic, interested) -> {
            Optional<TopicFacts> facts = topics.topic(topic);
            facts.ifPresent(found -> {
                Cut cut = new Cut(
                        found.partitions(),
                        interested.stream().map(Subscriber::memberId).toList());
                List<Subscriber> order = orders.computeIfAbsent(cut, unused -> inOrder(interested, topic));
                share(found, order, shares);
            });
        });
        Map<String, PartitionSet> result = new LinkedHashMap<>();
        shares.forEach((member, share) -> result.put(member, share.build()));
        return result;
    }

    private static SortedMap<Uuid, List<Subscriber>> subscribersByTopic(List<Subscriber> subscribers) {
        SortedMap<Uuid, List<Subscriber>> byTopic = new TreeMap<>();
        List<Subscriber> sorted = new ArrayList<>(subscribers);
        sorted.sort(Comparator.comparing(Subscriber::place));
        for (Subscriber subscriber : sorted) {
            for (Uuid topic : subscriber.topics()) {
                byTopic.computeIfAbsent(topic, unused -> new ArrayList<>()).add(subscriber);
            }
        }
        return byTopic;
    }

    /** Who had partitions before stays in the order of these; newcomers come behind. */
    private static List<Subscriber> inOrder(List<Subscriber> subscribers, Uuid topic) {
        List<Subscriber> ordered = new ArrayList<>(subscribers);
        ordered.sort(Comparator.comparingInt(subscriber -> first(subscriber, topic)));
        return ordered;
    }

    private static int first(Subscriber subscriber, Uuid topic) {
        int[] had = subscriber.current().partitions(topic);
        return had.length == 0 ? Integer.MAX_VALUE : had[0];
    }

    private static void share(TopicFacts topic, List<Subscriber> order, Map<String, PartitionSet.Builder> shares) {
        int least = topic.partitions() / order.size();
        int more = topic.partitions() % order.size();
        int next = 0;
        for (int i = 0; i < order.size(); i++) {
            PartitionSet.Builder share = shares.get(order.get(i).memberId());
            int end = next + least + (i < more ? 1 : 0);
            for (; next < end; next++) {
                if (share != null) {
                    share.add(topic.id(), next);
                }
            }
        }
    }
}
