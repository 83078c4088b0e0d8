package io.ottla.actors.group.state;

import io.ottla.actors.coordinator.state.CoordinatorRecord;
import io.ottla.actors.coordinator.state.Moment;
import io.ottla.actors.coordinator.state.Outcome;
import io.ottla.actors.group.state.assignor.PartitionSet;
import io.ottla.actors.group.state.consumer.ClassicTraits;
import io.ottla.actors.group.state.consumer.ConsumerContext;
import io.ottla.actors.group.state.consumer.ConsumerGroup;
import io.ottla.actors.group.state.consumer.ConsumerMember;
import io.ottla.actors.group.state.consumer.ConsumerRecord;
import io.ottla.actors.group.state.consumer.CurrentAssignment;
import io.ottla.actors.group.state.consumer.Downgrade;
import io.ottla.actors.group.state.consumer.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * Turns a classic group of consumers into a consumer group when the first member of the new protocol comes, and back when the last one
 * has gone (KIP-848), while its members go on. In between members of both protocols share the group.
 */
final class Migration implements Downgrade {
    private final String groupId;
    private final ClassicGroup classic;
    private final ConsumerContext context;

    Migration(String groupId, ClassicGroup classic, ConsumerContext context) {
        this.groupId = groupId;
        this.classic = classic;
        this.context = context;
    }

    /** The records that make the classic group a consumer group; empty if that is not possible or not wanted. */
    Optional<List<CoordinatorRecord>> upgrade() {
        boolean possible = classic.isConsumerGroup()
                && context.settings().get().mayUpgrade()
                && classic.members.size() < context.settings().get().maxSize();
        return possible ? records() : Optional.empty();
    }

    private Optional<List<CoordinatorRecord>> records() {
        EmbeddedProtocol embedded = new EmbeddedProtocol(context.topics().get());
        int epoch = classic.generationId;
        List<CoordinatorRecord> subscriptions = new ArrayList<>();
        List<CoordinatorRecord> targets = new ArrayList<>();
        List<CoordinatorRecord> currents = new ArrayList<>();
        for (Member member : classic.members.all()) {
            Optional<EmbeddedProtocol.Wish> wish =
                    embedded.wish(member.protocols.get(0).metadata());
            Optional<PartitionSet> partitions = embedded.assignment(member.assignment);
            if (wish.isEmpty() || partitions.isEmpty()) {
                return Optional.empty();
            }
            subscriptions.add(
                    new ConsumerRecord.MemberSubscribed(groupId, member.id, subscription(member, wish.get())));
            targets.add(new ConsumerRecord.MemberTargeted(groupId, member.id, partitions.get()));
            currents.add(new ConsumerRecord.MemberAssigned(
                    groupId, member.id, CurrentAssignment.settled(epoch, partitions.get())));
        }
        List<CoordinatorRecord> records = new ArrayList<>();
        if (classic.isStored()) {
            records.add(new GroupRecord.GroupForgotten(groupId));
        }
        records.addAll(subscriptions);
        records.add(new ConsumerRecord.EpochBumped(groupId, epoch, 0));
        records.addAll(targets);
        records.add(new ConsumerRecord.TargetComputed(groupId, epoch, 0));
        records.addAll(currents);
        return Optional.of(records);
    }

    private static Subscription subscription(Member member, EmbeddedProtocol.Wish wish) {
        return new Subscription(
                member.instanceId,
                wish.rack(),
                member.clientId,
                member.clientHost,
                wish.topics(),
                Optional.empty(),
                member.rebalanceTimeoutMs,
                Optional.empty(),
                Optional.of(traits(member.sessionTimeoutMs, member.protocols)));
    }

    static ClassicTraits traits(int sessionTimeoutMs, List<JoinProtocol> protocols) {
        return new ClassicTraits(
                sessionTimeoutMs,
                protocols.stream()
                        .map(protocol -> new ClassicTraits.Protocol(protocol.name(), protocol.metadata()))
                        .toList());
    }

    @Override
    public boolean tryFor(ConsumerGroup group, Set<String> leaving, Moment now, Outcome.Builder out) {
        Map<String, ClassicTraits> staying = new LinkedHashMap<>();
        for (Map.Entry<String, Subscription> each : group.subscriptions().entrySet()) {
            if (!leaving.contains(each.getKey())) {
                Optional<ClassicTraits> traits = each.getValue().classic();
                if (traits.isEmpty()) {
                    return false;
                }
                staying.put(each.getKey(), traits.get());
            }
        }
        Optional<String> protocol = inCommon(staying);
        boolean possible = protocol.isPresent()
                && context.settings().get().mayDowngrade()
                && staying.size() <= classic.limits.maxSize();
        if (possible) {
            group.dissolve(out);
            out.write(
                    new GroupRecord.GenerationStored(groupId, generation(group, staying, protocol.orElseThrow(), now)));
        }
        return possible;
    }

    /** A protocol that all support; empty if there are none, or nobody. */
    private static Optional<String> inCommon(Map<String, ClassicTraits> members) {
        return members.values().stream()
                .findFirst()
                .flatMap(first -> first.protocols().stream()
                        .map(ClassicTraits.Protocol::name)
                        .filter(name -> members.values().stream()
                                .allMatch(each -> metadata(each, name).isPresent()))
                        .findFirst());
    }

    private static Optional<Bytes> metadata(ClassicTraits traits, String protocol) {
        return traits.protocols().stream()
                .filter(each -> each.name().equals(protocol))
                .map(ClassicTraits.Protocol::metadata)
                .findFirst();
    }

    private StoredGroup generation(
            ConsumerGroup group, Map<String, ClassicTraits> staying, String protocol, Moment now) {
        EmbeddedProtocol embedded = new EmbeddedProtocol(context.topics().get());
        List<StoredGroup.StoredMember> members = new ArrayList<>();
        staying.forEach((memberId, traits) -> {
            ConsumerMember member = group.member(memberId).orElseThrow();
            members.add(new StoredGroup.StoredMember(
                    memberId,
                    member.subscription().instanceId(),
                    member.subscription().clientId(),
                    member.subscription().clientHost(),
                    member.subscription().rebalanceTimeoutMs(),
                    traits.sessionTimeoutMs(),
                    metadata(traits, protocol).orElse(SyncResult.NO_ASSIGNMENT),
                    embedded.assignment(member.current().assigned().partitions())));
        });
        return new StoredGroup(
                ClassicGroup.CONSUMER,
                group.epoch(),
                Optional.of(protocol),
                staying.keySet().stream().findFirst(),
                now.wallMs(),
                members);
    }
}
