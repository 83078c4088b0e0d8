package io.ottla.actors.group.state.consumer;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A member's heartbeat. What is absent is as it was.
 *
 * @param memberEpoch the epoch it is in; {@link #JOIN}, {@link #LEAVE} or {@link #LEAVE_FOR_A_WHILE}
 * @param rebalanceTimeoutMs -1 if it is as it was
 * @param pattern empty text for no pattern any more
 * @param owned what it has
 * @param maySee which topics its owner may know of
 */
public record HeartbeatAsk(
        String groupId,
        String memberId,
        int memberEpoch,
        Optional<String> instanceId,
        Optional<String> rackId,
        int rebalanceTimeoutMs,
        Optional<SortedSet<String>> topicNames,
        Optional<String> pattern,
        Optional<String> assignor,
        Optional<PartitionSet> owned,
        String clientId,
        String clientHost,
        Predicate<String> maySee) {
    /** The epoch of a member that joins. */
    public static final int JOIN = 0;
    /** The epoch of a member that leaves. */
    public static final int LEAVE = -1;
    /** The epoch of a static member that leaves and will be back. */
    public static final int LEAVE_FOR_A_WHILE = -2;

    boolean joins() {
        return memberEpoch == JOIN;
    }

    /** Whether it says everything there is to say, as members do that may have missed an answer. */
    boolean tellsAll() {
        return joins()
                || (rebalanceTimeoutMs >= 0 && (topicNames.isPresent() || pattern.isPresent()) && owned.isPresent());
    }

    /** What the member wants from now on; most heartbeats change nothing. */
    Subscription subscription(Optional<Subscription> before) {
        return before.filter(this::changesNothing).orElseGet(() -> changed(before));
    }

    private boolean changesNothing(Subscription before) {
        boolean sameClient = clientId.equals(before.clientId()) && clientHost.equals(before.clientHost());
        boolean silent = rebalanceTimeoutMs < 0
                && rackId.isEmpty()
                && topicNames.isEmpty()
                && pattern.isEmpty()
                && assignor.isEmpty();
        boolean sameInstance = instanceId.isEmpty() || instanceId.equals(before.instanceId());
        return silent && sameClient && sameInstance && before.classic().isEmpty();
    }

    private Subscription changed(Optional<Subscription> before) {
        return new Subscription(
                instanceId.or(() -> before.flatMap(Subscription::instanceId)),
                rackId.or(() -> before.flatMap(Subscription::rackId)),
                clientId,
                clientHost,
                topicNames.orElseGet(() -> before.map(Subscription::topicNames).orElseGet(TreeSet::new)),
                pattern.or(() -> before.flatMap(Subscription::pattern)).filter(text -> !text.isEmpty()),
                rebalanceTimeoutMs >= 0
                        ? rebalanceTimeoutMs
                        : before.map(Subscription::rebalanceTimeoutMs).orElse(-1),
                assignor.or(() -> before.flatMap(Subscription::assignor)),
                Optional.empty());
    }
}
