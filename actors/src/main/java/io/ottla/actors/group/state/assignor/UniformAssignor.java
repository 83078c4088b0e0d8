package io.ottla.actors.group.state.assignor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Gives subscribers as equal numbers of partitions as their subscriptions allow, and moves as few as that takes. Where it has a choice it
 * gives partitions to members in the rack of a replica.
 *
 * <p>First everybody keeps what it had; then what is free goes to whoever has least; then whoever has two more than another hands one
 * on, where need be by way of others whose subscriptions lie between them. Each such step makes the loads more equal, so it ends.
 */
final class UniformAssignor implements Assignor {
    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public Map<String, PartitionSet> assign(List<Subscriber> subscribers, TopicsView topics) {
        return new Work(subscribers, topics).done();
    }

    /** One assignment in the making. */
    private static final class Work {
        private final List<Share> shares = new ArrayList<>();
        private final SortedMap<Uuid, TopicFacts> topics = new TreeMap<>();
        private final Map<Uuid, List<Share>> interested = new HashMap<>();

        Work(List<Subscriber> subscribers, TopicsView view) {
            List<Subscriber> sorted = new ArrayList<>(subscribers);
            sorted.sort(Comparator.comparing(Subscriber::place));
            for (Subscriber subscriber : sorted) {
                Share share = new Share(subscriber);
                shares.add(share);
                for (Uuid id : subscriber.topics()) {
                    view.topic(id).ifPresent(topic -> {
                        topics.put(id, topic);
                        interested
                                .computeIfAbsent(id, unused -> new ArrayList<>())
                                .add(share);
                    });
                }
            }
        }

        Map<String, PartitionSet> done() {
            topics.values().forEach(this::handOut);
            equalize();
            Map<String, PartitionSet> result = new LinkedHashMap<>();
            shares.forEach(share -> result.put(share.subscriber.memberId(), PartitionSet.of(share.partitions)));
            return result;
        }

        private void handOut(TopicFacts topic) {
            List<Share> among = interested.getOrDefault(topic.id(), List.of());
            @Nullable Share[] holders = new Share[topic.partitions()];
            for (Share share : among) {
                for (int partition : share.subscriber.current().partitions(topic.id())) {
                    if (partition < holders.length && holders[partition] == null) {
                        holders[partition] = share;
                        share.add(topic.id(), partition);
                    }
                }
            }
            for (int partition = 0; partition < holders.length; partition++) {
                if (holders[partition] == null) {
                    neediest(among, topic, partition).add(topic.id(), partition);
                }
            }
        }

        /** Who has least; among equals, who is near. */
        private static Share neediest(List<Share> among, TopicFacts topic, int partition) {
            Share best = among.get(0);
            for (Share share : among) {
                boolean nearer =
                        share.load == best.load && share.isNear(topic, partition) && !best.isNear(topic, partition);
                if (share.load < best.load || nearer) {
                    best = share;
                }
            }
            return best;
        }

        private void equalize() {
            boolean moved = true;
            while (moved) {
                moved = false;
                List<Share> heaviestFirst = new ArrayList<>(shares);
                heaviestFirst.sort(Comparator.comparingInt((Share share) -> -share.load));
                // One each and not all at once: who is light now must not get more than it is to keep.
                for (Share share : heaviestFirst) {
                    moved |= handOn(share);
                }
            }
        }

        /** Moves one partition from a share to the lightest one that can be reached, if that makes them more equal. */
        private boolean handOn(Share from) {
            Map<Share, Share> cameFrom = new HashMap<>();
            Set<Uuid> seen = new HashSet<>();
            Deque<Share> front = new ArrayDeque<>(List.of(from));
            Share lightest = from;
            while (!front.isEmpty()) {
                Share next = front.remove();
                for (Uuid topic : next.partitions.keySet()) {
                    if (seen.add(topic)) {
                        for (Share share : interested.getOrDefault(topic, List.of())) {
                            if (share != from && cameFrom.putIfAbsent(share, next) == null) {
                                front.add(share);
                                lightest = share.load < lightest.load ? share : lightest;
                            }
                        }
                    }
                }
            }
            if (lightest.load + 1 >= from.load) {
                return false;
            }
            Share to = lightest;
            while (to != from) {
                Share giver = Optional.ofNullable(cameFrom.get(to)).orElse(from);
                move(giver, to);
                to = giver;
            }
            return true;
        }

        /** Moves the partition that is missed least and liked best. */
        private void move(Share from, Share to) {
            Uuid bestTopic = Uuid.ZERO_UUID;
            int bestPartition = -1;
            int bestScore = -1;
            for (Map.Entry<Uuid, Set<Integer>> owned : from.partitions.entrySet()) {
                if (to.subscriber.topics().contains(owned.getKey())) {
                    for (int partition : owned.getValue()) {
                        int score = score(from, to, owned.getKey(), partition);
                        if (score > bestScore) {
                            bestTopic = owned.getKey();
                            bestPartition = partition;
                            bestScore = score;
                        }
                    }
                }
            }
            from.remove(bestTopic, bestPartition);
            to.add(bestTopic, bestPartition);
        }

        private int score(Share from, Share to, Uuid id, int partition) {
            boolean wasHere = from.subscriber.current().contains(id, partition);
            boolean wasThere = to.subscriber.current().contains(id, partition);
            TopicFacts topic = topics.get(id);
            // What is near to its member is handed on last.
            int nearness = topic == null ? 0 : near(to, topic, partition) - near(from, topic, partition) + 1;
            return (wasThere ? 8 : 0) + (wasHere ? 0 : 4) + nearness;
        }

        private static int near(Share share, TopicFacts topic, int partition) {
            return share.isNear(topic, partition) ? 1 : 0;
        }
    }

    /** What one subscriber gets. */
    private static final class Share {
        private final Subscriber subscriber;
        private final SortedMap<Uuid, Set<Integer>> partitions = new TreeMap<>();
        private int load;

        Share(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        boolean isNear(TopicFacts topic, int partition) {
            return subscriber.rack().filter(rack -> topic.isIn(rack, partition)).isPresent();
        }

        void add(Uuid topic, int partition) {
            partitions.computeIfAbsent(topic, unused -> new TreeSet<>()).add(partition);
            load++;
        }

        void remove(Uuid topic, int partition) {
            Set<Integer> owned = partitions.get(topic);
            if (owned == null || !owned.remove(partition)) {
                throw new IllegalStateException(subscriber.memberId() + " does not have " + topic + "-" + partition);
            }
            if (owned.isEmpty()) {
                partitions.remove(topic);
            }
            load--;
        }
    }
}
