package io.ottla.actors.group.state.consumer;

import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.assignor.Assignor;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.assignor.Subscriber;
import io.ottla.actors.group.state.assignor.TopicFacts;
import io.ottla.actors.group.state.assignor.TopicsView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;

/**
 * A group as it will be when the records of one decision are committed. The group itself does not change until then, so what the
 * decision has changed so far is kept here.
 */
final class Draft {
    private final ConsumerGroup group;
    private final ConsumerSettings settings;
    private final TopicsView topics;
    private final Moment now;
    private final Outcome.Builder out;
    private final Map<String, Subscription> subscriptions;
    private final Map<String, ResolvedPattern> patterns;
    private final Map<String, PartitionSet> retargeted = new HashMap<>();
    private boolean bumpDue;
    private int epoch;
    private int targetEpoch;

    Draft(ConsumerGroup group, ConsumerSettings settings, TopicsView topics, Moment now, Outcome.Builder out) {
        this.group = group;
        this.settings = settings;
        this.topics = topics;
        this.now = now;
        this.out = out;
        this.subscriptions = new LinkedHashMap<>(group.subscriptions);
        this.patterns = new HashMap<>(group.patterns);
        this.epoch = group.epoch;
        this.targetEpoch = group.targetEpoch;
    }

    int targetEpoch() {
        return targetEpoch;
    }

    PartitionSet target(String memberId) {
        PartitionSet changed = retargeted.get(memberId);
        return changed == null ? group.target(memberId) : changed;
    }

    /** A member comes or changes what it wants. */
    void subscribe(String memberId, Subscription subscription) {
        Subscription former = subscriptions.put(memberId, subscription);
        if (!subscription.equals(former)) {
            out.write(new ConsumerRecord.MemberSubscribed(group.id, memberId, subscription));
        }
        bumpDue |= former == null || subscription.wantsOtherThan(former);
    }

    /** A static member comes back under another id: it takes over what the former one was to have. */
    void replace(String formerId, String memberId, Subscription subscription) {
        Subscription former = subscriptions.remove(formerId);
        new Tombstones(group, out).member(formerId);
        subscriptions.put(memberId, subscription);
        out.write(new ConsumerRecord.MemberSubscribed(group.id, memberId, subscription));
        PartitionSet target = group.target(formerId);
        retargeted.put(memberId, target);
        out.write(new ConsumerRecord.MemberTargeted(group.id, memberId, target));
        bumpDue |= former == null || subscription.wantsOtherThan(former);
    }

    /** A member goes. */
    void remove(String memberId) {
        if (subscriptions.remove(memberId) != null) {
            new Tombstones(group, out).member(memberId);
            bumpDue = true;
        }
    }

    /** Matches patterns against the topics where either is new. */
    void matchPatterns(Predicate<String> maySee) {
        boolean current = group.metadata.hasMatched(topics, settings.patternRefreshMs(), now.steadyMs());
        for (String pattern : patternsWanted()) {
            if (!current || !patterns.containsKey(pattern)) {
                match(pattern, maySee);
            }
        }
        if (!current) {
            group.metadata.matched(topics, now.steadyMs());
        }
        dropPatterns();
    }

    /** Forgets patterns that nobody subscribes by any more. */
    void dropPatterns() {
        Set<String> unwanted = new TreeSet<>(patterns.keySet());
        unwanted.removeAll(patternsWanted());
        for (String pattern : unwanted) {
            patterns.remove(pattern);
            out.write(new ConsumerRecord.PatternRemoved(group.id, pattern));
        }
    }

    private Set<String> patternsWanted() {
        Set<String> wanted = new TreeSet<>();
        subscriptions.values().forEach(subscription -> subscription.pattern().ifPresent(wanted::add));
        return wanted;
    }

    private void match(String pattern, Predicate<String> maySee) {
        SortedSet<String> matching = TopicPatterns.matching(pattern, topics.names(), maySee);
        ResolvedPattern known = patterns.get(pattern);
        if (known == null || !known.topics().equals(matching)) {
            ResolvedPattern resolved = new ResolvedPattern(matching, topics.version(), now.wallMs());
            patterns.put(pattern, resolved);
            bumpDue = true;
            out.write(new ConsumerRecord.PatternResolved(group.id, pattern, resolved));
        }
    }

    /** Gives the group a new epoch if its members, their wishes or the topics have changed. */
    void bump() {
        if (!bumpDue && group.metadata.hasSeen(topics)) {
            return;
        }
        long hash = MetadataWatch.hash(subscribedTopics(), topics);
        if (bumpDue || hash != group.metadataHash) {
            epoch++;
            bumpDue = false;
            out.write(new ConsumerRecord.EpochBumped(group.id, epoch, hash));
        } else {
            group.metadata.saw(topics);
        }
    }

    private SortedSet<String> subscribedTopics() {
        SortedSet<String> names = new TreeSet<>();
        subscriptions.values().forEach(subscription -> names.addAll(wanted(subscription)));
        return names;
    }

    private SortedSet<String> wanted(Subscription subscription) {
        Optional<ResolvedPattern> resolved = subscription.pattern().map(patterns::get);
        if (resolved.isEmpty()) {
            return subscription.topicNames();
        }
        SortedSet<String> names = new TreeSet<>(subscription.topicNames());
        names.addAll(resolved.get().topics());
        return names;
    }

    /** Computes new targets if the group has changed since the last ones, unless these are too young. */
    void retarget() {
        int interval = settings.assignmentIntervalMs(subscriptions.size());
        boolean young = now.wallMs() - group.targetTimestampMs < interval && now.wallMs() >= group.targetTimestampMs;
        if (epoch == targetEpoch || (young && targetEpoch > 0)) {
            return;
        }
        List<Subscriber> subscribers = new ArrayList<>();
        subscriptions.forEach((memberId, subscription) -> subscribers.add(subscriber(memberId, subscription)));
        Assignor assignor = PreferredAssignor.of(subscriptions.values(), settings.assignors());
        assignor.assign(subscribers, topics).forEach((memberId, target) -> {
            boolean known = retargeted.containsKey(memberId) || group.targets.containsKey(memberId);
            if (!known || !target.equals(target(memberId))) {
                retargeted.put(memberId, target);
                out.write(new ConsumerRecord.MemberTargeted(group.id, memberId, target));
            }
        });
        targetEpoch = epoch;
        out.write(new ConsumerRecord.TargetComputed(group.id, targetEpoch, now.wallMs()));
    }

    private Subscriber subscriber(String memberId, Subscription subscription) {
        Set<Uuid> ids = new HashSet<>();
        for (String name : wanted(subscription)) {
            topics.topic(name).map(TopicFacts::id).ifPresent(ids::add);
        }
        return new Subscriber(memberId, subscription.instanceId(), subscription.rackId(), ids, target(memberId));
    }

    /** Writes down where a member stands if that has changed. */
    void assign(String memberId, CurrentAssignment before, CurrentAssignment after, boolean isNew) {
        if (isNew || !after.equals(before)) {
            out.write(new ConsumerRecord.MemberAssigned(group.id, memberId, after));
        }
    }
}
