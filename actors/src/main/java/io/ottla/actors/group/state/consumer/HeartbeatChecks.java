package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/** Finds what is wrong with a heartbeat: with what it says, and with who says it. */
final class HeartbeatChecks {
    /** Longer ones could not be keys of records, whose strings have a length of two bytes. */
    private static final int MAX_KEY_CHARS = 10_000;

    private final ConsumerGroup group;
    private final ConsumerSettings settings;

    HeartbeatChecks(ConsumerGroup group, ConsumerSettings settings) {
        this.group = group;
        this.settings = settings;
    }

    Optional<Refusal> refusal(HeartbeatAsk ask) {
        return form(ask).or(() -> ask.memberEpoch() < HeartbeatAsk.JOIN ? leaving(ask) : standing(ask));
    }

    /** What is wrong with a heartbeat whatever the group. */
    Optional<Refusal> form(HeartbeatAsk ask) {
        if (ask.memberId().isEmpty()) {
            return invalid("MemberId can't be empty.");
        }
        if (ask.instanceId().filter(String::isEmpty).isPresent()) {
            return invalid("InstanceId can't be empty.");
        }
        if (ask.rackId().filter(String::isEmpty).isPresent()) {
            return invalid("RackId can't be empty.");
        }
        if (ask.memberEpoch() < HeartbeatAsk.LEAVE_FOR_A_WHILE) {
            return invalid("MemberEpoch is invalid.");
        }
        if (ask.memberEpoch() == HeartbeatAsk.LEAVE_FOR_A_WHILE
                && ask.instanceId().isEmpty()) {
            return invalid("InstanceId can't be null.");
        }
        boolean longName = ask.memberId().length() > MAX_KEY_CHARS
                || ask.pattern().orElse("").length() > MAX_KEY_CHARS;
        if (longName || bytes(ask) > settings.maxSubscriptionBytes()) {
            return invalid("The subscription is too large.");
        }
        return ask.joins() ? joining(ask).or(() -> wishes(ask)) : wishes(ask);
    }

    private static Optional<Refusal> joining(HeartbeatAsk ask) {
        if (ask.rebalanceTimeoutMs() < 0) {
            return invalid("RebalanceTimeoutMs must be provided in first request.");
        }
        if (ask.owned().filter(PartitionSet::isEmpty).isEmpty()) {
            return invalid("TopicPartitions must be empty when (re-)joining.");
        }
        boolean named = ask.topicNames().filter(names -> !names.isEmpty()).isPresent();
        boolean pattern = ask.pattern().filter(text -> !text.isEmpty()).isPresent();
        // Who wants nothing yet says so by an empty list.
        return named || pattern || ask.topicNames().isPresent()
                ? Optional.empty()
                : invalid("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.");
    }

    private Optional<Refusal> wishes(HeartbeatAsk ask) {
        Optional<String> unknown =
                ask.assignor().filter(name -> settings.assignors().find(name).isEmpty());
        if (unknown.isPresent()) {
            return Optional.of(Refusal.of(
                    Errors.UNSUPPORTED_ASSIGNOR,
                    "ServerAssignor " + unknown.get() + " is not supported. Supported assignors: "
                            + String.join(", ", settings.assignors().names()) + "."));
        }
        return ask.pattern().filter(text -> !text.isEmpty()).flatMap(HeartbeatChecks::pattern);
    }

    private static Optional<Refusal> pattern(String text) {
        return TopicPatterns.fault(text)
                .map(fault -> Refusal.of(
                        Errors.INVALID_REGULAR_EXPRESSION,
                        "SubscribedTopicRegex `" + text + "` is not a valid regular expression: " + fault + "."));
    }

    private static long bytes(HeartbeatAsk ask) {
        Stream<String> texts = Stream.concat(
                Stream.of(
                        ask.memberId(),
                        ask.clientId(),
                        ask.instanceId().orElse(""),
                        ask.rackId().orElse(""),
                        ask.pattern().orElse("")),
                ask.topicNames().stream().flatMap(names -> names.stream()));
        return texts.mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private Optional<Refusal> leaving(HeartbeatAsk ask) {
        if (ask.instanceId().isPresent()) {
            return holder(ask, ask.instanceId().get());
        }
        return group.member(ask.memberId()).isPresent() ? Optional.empty() : unknownMember(ask);
    }

    private Optional<Refusal> standing(HeartbeatAsk ask) {
        Optional<ConsumerMember> known = group.member(ask.memberId());
        if (ask.joins()) {
            return place(ask).or(() -> known.isPresent() ? Optional.empty() : room(ask));
        }
        if (ask.instanceId().isPresent()) {
            Optional<Refusal> notIt = holder(ask, ask.instanceId().get());
            if (notIt.isPresent()) {
                return notIt;
            }
        }
        return known.isPresent() ? epoch(ask, known.get().current()) : unknownMember(ask);
    }

    /** Whether the place of a static member is free, or was left by its former incarnation. */
    private Optional<Refusal> place(HeartbeatAsk ask) {
        return ask.instanceId()
                .flatMap(group::idOf)
                .filter(holder -> !holder.equals(ask.memberId()))
                .filter(holder -> group.current(holder).memberEpoch() != CurrentAssignment.LEFT)
                .map(holder -> Refusal.of(
                        Errors.UNRELEASED_INSTANCE_ID,
                        "Static member " + ask.memberId() + " with instance id "
                                + ask.instanceId().orElse("")
                                + " cannot join the group because the instance id is owned by member " + holder + "."));
    }

    private Optional<Refusal> room(HeartbeatAsk ask) {
        boolean replaces = ask.instanceId().flatMap(group::idOf).isPresent();
        return replaces || group.size() < settings.maxSize()
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        Errors.GROUP_MAX_SIZE_REACHED,
                        "The consumer group has reached its maximum capacity of " + settings.maxSize() + " members."));
    }

    private Optional<Refusal> holder(HeartbeatAsk ask, String instanceId) {
        Optional<String> holder = group.idOf(instanceId);
        if (holder.isEmpty()) {
            return Optional.of(Refusal.of(
                    Errors.UNKNOWN_MEMBER_ID, "Instance id " + instanceId + " is not a member of the group."));
        }
        return holder.get().equals(ask.memberId())
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        Errors.FENCED_INSTANCE_ID,
                        "Static member " + ask.memberId() + " with instance id " + instanceId + " was fenced by member "
                                + holder.get() + "."));
    }

    /** An answer may have been lost: who comes with the epoch before and has nothing else is let in. */
    private static Optional<Refusal> epoch(HeartbeatAsk ask, CurrentAssignment current) {
        int received = ask.memberEpoch();
        boolean missedAnswer = received == current.previousEpoch()
                && ask.owned()
                        .filter(owned -> current.assigned().partitions().containsAll(owned))
                        .isPresent();
        if (received == current.memberEpoch() || (received < current.memberEpoch() && missedAnswer)) {
            return Optional.empty();
        }
        String relation = received > current.memberEpoch() ? "greater" : "smaller";
        return Optional.of(Refusal.of(
                Errors.FENCED_MEMBER_EPOCH,
                "The consumer group member has a " + relation + " member epoch (" + received
                        + ") than the one known by the group coordinator (" + current.memberEpoch()
                        + "). The member must abandon all its partitions and rejoin."));
    }

    private static Optional<Refusal> unknownMember(HeartbeatAsk ask) {
        return Optional.of(
                Refusal.of(Errors.UNKNOWN_MEMBER_ID, "Member " + ask.memberId() + " is not a member of the group."));
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(Refusal.of(Errors.INVALID_REQUEST, message));
    }
}
