package io.ottla.actors.group.state.consumer;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A group of the consumer protocol (KIP-848). All of it is durable except who was last heard of when; it changes by replaying records
 * alone, so that a new coordinator finds it just as it was.
 *
 * <p>Three epochs: the <em>group's</em> grows whenever members, subscriptions or their topics change; the <em>targets</em> are computed
 * for one; each <em>member's</em> is that of the targets it has reached.
 */
public final class ConsumerGroup {
    final String id;
    final Deadlines deadlines = new Deadlines();
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    final Map<String, PartitionSet> targets = new HashMap<>();
    final Map<String, ResolvedPattern> patterns = new HashMap<>();
    final MetadataWatch metadata = new MetadataWatch();
    private final Map<String, CurrentAssignment> currents = new HashMap<>();
    private final Map<String, String> idByInstance = new HashMap<>();
    private final Map<Uuid, Map<Integer, String>> owners = new HashMap<>();
    private final MemberLoad load;
    private boolean live;
    private boolean stored;
    int epoch;
    long metadataHash;
    int targetEpoch;
    long targetTimestampMs;
    private @Nullable ConsumerPhase phase;
    private @Nullable SortedSet<String> subscribedTopics;

    /** A group that nobody knows yet. */
    public ConsumerGroup(String id, MemberLoad load) {
        this.id = id;
        this.load = load;
    }

    /** Whether the log holds a group of this protocol. */
    public boolean exists() {
        return stored;
    }

    /** The group's epoch. */
    public int epoch() {
        return epoch;
    }

    /** The epoch for which the targets were computed. */
    public int targetEpoch() {
        return targetEpoch;
    }

    /** How many members it has. */
    public int size() {
        return subscriptions.size();
    }

    /** What every member wants, by id. */
    public Map<String, Subscription> subscriptions() {
        return Collections.unmodifiableMap(subscriptions);
    }

    /** A member. */
    public Optional<ConsumerMember> member(String memberId) {
        return Optional.ofNullable(subscriptions.get(memberId))
                .map(subscription -> new ConsumerMember(memberId, subscription, current(memberId)));
    }

    /** The id of the static member of this name. */
    public Optional<String> idOf(String instanceId) {
        return Optional.ofNullable(idByInstance.get(instanceId));
    }

    /** What a member is to have in the end. */
    public PartitionSet target(String memberId) {
        return targets.getOrDefault(memberId, PartitionSet.EMPTY);
    }

    /** Whether nobody has this partition. */
    public boolean isFree(Uuid topic, int partition) {
        return owner(topic, partition).isEmpty();
    }

    /** Who has this partition. */
    public Optional<String> owner(Uuid topic, int partition) {
        return Optional.ofNullable(owners.getOrDefault(topic, Map.of()).get(partition));
    }

    /** Whether a partition the member is to have is with somebody else. */
    public boolean waitsForOthers(String memberId) {
        boolean[] waits = {false};
        target(memberId)
                .forEach((topic, partition) -> waits[0] |= owner(topic, partition)
                        .filter(owner -> !owner.equals(memberId))
                        .isPresent());
        return waits[0];
    }

    /** The names of all topics that members want. */
    public SortedSet<String> subscribedTopics() {
        if (subscribedTopics == null) {
            subscribedTopics = collectTopics();
        }
        return subscribedTopics;
    }

    private SortedSet<String> collectTopics() {
        SortedSet<String> topics = new TreeSet<>();
        for (Subscription subscription : subscriptions.values()) {
            topics.addAll(subscription.topicNames());
            subscription.pattern().map(patterns::get).ifPresent(resolved -> topics.addAll(resolved.topics()));
        }
        return topics;
    }

    /** Where it stands. */
    public ConsumerPhase phase() {
        if (phase == null) {
            phase = computePhase();
        }
        return phase;
    }

    private ConsumerPhase computePhase() {
        if (!stored) {
            return ConsumerPhase.DEAD;
        }
        if (subscriptions.isEmpty()) {
            return ConsumerPhase.EMPTY;
        }
        if (epoch > targetEpoch) {
            return ConsumerPhase.ASSIGNING;
        }
        boolean settled = subscriptions.keySet().stream()
                .allMatch(member -> current(member).reached(targetEpoch));
        return settled ? ConsumerPhase.STABLE : ConsumerPhase.RECONCILING;
    }

    CurrentAssignment current(String memberId) {
        return currents.getOrDefault(memberId, CurrentAssignment.FRESH);
    }

    /** Everything in the log has been replayed. */
    public void start(Moment now, int sessionTimeoutMs) {
        live = true;
        load.changed(size());
        expectAll(now, sessionTimeoutMs);
    }

    /** Members are expected to be heard of from now on. */
    public void expectAll(Moment now, int sessionTimeoutMs) {
        subscriptions.forEach((memberId, subscription) -> {
            deadlines.heardOf(memberId, now.steadyMs() + sessionMs(subscription, sessionTimeoutMs));
            if (current(memberId).state() == MemberState.UNREVOKED_PARTITIONS) {
                deadlines.expect(memberId, now.steadyMs() + subscription.rebalanceTimeoutMs());
            }
        });
    }

    /** The coordinator gives it up. */
    public void stop() {
        if (live) {
            live = false;
            load.changed(-size());
        }
    }

    static int sessionMs(Subscription subscription, int sessionTimeoutMs) {
        return subscription.classic().map(ClassicTraits::sessionTimeoutMs).orElse(sessionTimeoutMs);
    }

    /** When somebody's time is up at the earliest, steady clock. */
    public long nextDeadlineMs() {
        return deadlines.next();
    }

    /** Has the records written that forget an empty group. */
    public void remove(Outcome.Builder out) {
        new Tombstones(this, out).group();
    }

    /** Has the records written that forget the group with all its members. */
    public void dissolve(Outcome.Builder out) {
        Tombstones tombstones = new Tombstones(this, out);
        subscriptions.keySet().stream().sorted().forEach(tombstones::member);
        tombstones.group();
    }

    /** A member has been heard of. */
    public void heardOf(String memberId, Subscription subscription, int sessionTimeoutMs, Moment now) {
        deadlines.heardOf(memberId, now.steadyMs() + sessionMs(subscription, sessionTimeoutMs));
    }

    /** Something is expected of a member before its rebalance timeout is over. */
    public void expect(String memberId, Subscription subscription, Moment now) {
        deadlines.expect(memberId, now.steadyMs() + subscription.rebalanceTimeoutMs());
    }

    /** A member has done what was expected of it. */
    public void fulfilled(String memberId) {
        deadlines.fulfilled(memberId);
    }

    /** Takes over until when members are to be heard of. */
    public void takeDeadlines(ConsumerGroup other) {
        deadlines.takeAll(other.deadlines);
    }

    /** Records of a decision were not committed: what was noticed on the way to it is to be noticed again. */
    public void refused() {
        metadata.forget();
    }

    /** Changes state as a committed record says. */
    public void replay(ConsumerRecord record) {
        phase = null;
        subscribedTopics = null;
        int before = size();
        if (record instanceof ConsumerRecord.EpochBumped bumped) {
            stored = true;
            epoch = bumped.epoch();
            metadataHash = bumped.metadataHash();
        } else if (record instanceof ConsumerRecord.GroupRemoved) {
            forget();
        } else if (record instanceof ConsumerRecord.TargetComputed computed) {
            targetEpoch = computed.epoch();
            targetTimestampMs = computed.timestampMs();
        } else if (record instanceof ConsumerRecord.TargetRemoved) {
            targetEpoch = 0;
            targetTimestampMs = 0;
        } else if (record instanceof ConsumerRecord.PatternResolved resolved) {
            patterns.put(resolved.pattern(), resolved.resolved());
        } else if (record instanceof ConsumerRecord.PatternRemoved removed) {
            patterns.remove(removed.pattern());
        } else {
            replayMember(record);
        }
        if (live && size() != before) {
            load.changed(size() - before);
        }
    }

    private void replayMember(ConsumerRecord record) {
        if (record instanceof ConsumerRecord.MemberSubscribed subscribed) {
            subscribe(subscribed.memberId(), subscribed.subscription());
        } else if (record instanceof ConsumerRecord.MemberRemoved removed) {
            unsubscribe(removed.memberId());
            deadlines.forget(removed.memberId());
        } else if (record instanceof ConsumerRecord.MemberTargeted targeted) {
            targets.put(targeted.memberId(), targeted.target());
        } else if (record instanceof ConsumerRecord.MemberTargetRemoved removed) {
            targets.remove(removed.memberId());
        } else if (record instanceof ConsumerRecord.MemberAssigned assigned) {
            assign(assigned.memberId(), assigned.current());
        } else if (record instanceof ConsumerRecord.MemberAssignmentRemoved removed) {
            release(removed.memberId());
        }
    }

    private void subscribe(String memberId, Subscription subscription) {
        unsubscribe(memberId);
        subscriptions.put(memberId, subscription);
        subscription.instanceId().ifPresent(instance -> idByInstance.put(instance, memberId));
    }

    private void unsubscribe(String memberId) {
        Subscription former = subscriptions.get(memberId);
        if (former != null) {
            former.instanceId().ifPresent(instance -> idByInstance.remove(instance, memberId));
            subscriptions.remove(memberId);
        }
    }

    private void assign(String memberId, CurrentAssignment current) {
        release(memberId);
        currents.put(memberId, current);
        own(memberId, current.assigned());
        own(memberId, current.revoking());
    }

    private void own(String memberId, OwnedPartitions partitions) {
        partitions.forEach((topic, partition, since) ->
                owners.computeIfAbsent(topic, unused -> new HashMap<>()).put(partition, memberId));
    }

    private void release(String memberId) {
        CurrentAssignment former = currents.remove(memberId);
        if (former != null) {
            disown(memberId, former.assigned());
            disown(memberId, former.revoking());
        }
    }

    private void disown(String memberId, OwnedPartitions partitions) {
        partitions.forEach((topic, partition, since) -> {
            Map<Integer, String> ofTopic = owners.get(topic);
            if (ofTopic != null && ofTopic.remove(partition, memberId) && ofTopic.isEmpty()) {
                owners.remove(topic);
            }
        });
    }

    private void forget() {
        stored = false;
        epoch = 0;
        metadataHash = 0;
        metadata.forget();
    }
}
