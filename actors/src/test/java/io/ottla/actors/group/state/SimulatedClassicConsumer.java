package io.ottla.actors.group.state;

import io.ottla.actors.group.state.assignor.PartitionSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A consumer of the classic protocol that gives up everything before it joins again, and assigns if it leads. */
final class SimulatedClassicConsumer {
    private final TestGroup group;
    private String memberId = "";
    private int generation = -1;
    private boolean joined;
    private PartitionSet owned = PartitionSet.EMPTY;
    private @Nullable Asked<JoinResult> joining;
    private @Nullable Asked<SyncResult> syncing;

    SimulatedClassicConsumer(TestGroup group) {
        this.group = group;
    }

    String id() {
        return memberId;
    }

    PartitionSet owned() {
        return owned;
    }

    boolean isSettled() {
        return joined && syncing == null && joining == null;
    }

    /** Whatever it would do next. */
    void step() {
        Asked<JoinResult> join = joining;
        Asked<SyncResult> sync = syncing;
        if (join != null) {
            if (!join.waits()) {
                joining = null;
                take(join.get());
            }
        } else if (sync != null) {
            if (!sync.waits()) {
                syncing = null;
                take(sync.get());
            }
        } else if (joined) {
            beat();
        } else {
            owned = PartitionSet.EMPTY;
            joining = group.join(memberId, Optional.empty(), "consumer", List.of(subscription()));
        }
    }

    void crash() {
        forget();
        joining = null;
        syncing = null;
        memberId = "";
    }

    void leave() {
        if (!memberId.isEmpty()) {
            group.leave(memberId);
        }
        crash();
    }

    private void forget() {
        owned = PartitionSet.EMPTY;
        joined = false;
        generation = -1;
    }

    private void beat() {
        switch (group.heartbeat(memberId, generation)) {
            case NONE, COORDINATOR_NOT_AVAILABLE -> {}
            case UNKNOWN_MEMBER_ID -> crash();
            default -> forget();
        }
    }

    private void take(JoinResult result) {
        if (result.error() == Errors.NONE) {
            memberId = result.memberId();
            generation = result.generationId();
            boolean leads = result.leader().equals(memberId);
            Asked<SyncResult> asked = new Asked<>();
            group.tell(new GroupCommand.Sync(
                    TestGroup.ID,
                    memberId,
                    Optional.empty(),
                    generation,
                    Optional.empty(),
                    Optional.empty(),
                    leads ? assignments(result) : Map.of(),
                    asked));
            syncing = asked;
        } else if (result.error() == Errors.MEMBER_ID_REQUIRED) {
            memberId = result.memberId();
        } else if (result.error() == Errors.UNKNOWN_MEMBER_ID) {
            memberId = "";
        }
    }

    private void take(SyncResult result) {
        if (result.error() != Errors.NONE) {
            forget();
            memberId = result.error() == Errors.UNKNOWN_MEMBER_ID ? "" : memberId;
            return;
        }
        joined = true;
        PartitionSet.Builder given = new PartitionSet.Builder();
        if (result.assignment().get().length > 0) {
            ConsumerProtocol.deserializeAssignment(
                            ByteBuffer.wrap(result.assignment().get()))
                    .partitions()
                    .forEach(partition -> given.add(TestTopics.id(partition.topic()), partition.partition()));
        }
        owned = given.build();
    }

    private Map<String, Bytes> assignments(JoinResult result) {
        Map<String, List<TopicPartition>> shares = new HashMap<>();
        int partitions = group.topics.topic("orders").orElseThrow().partitions();
        for (int partition = 0; partition < partitions; partition++) {
            int turn = partition % result.members().size();
            shares.computeIfAbsent(result.members().get(turn).memberId(), unused -> new ArrayList<>())
                    .add(new TopicPartition("orders", partition));
        }
        Map<String, Bytes> assignments = new HashMap<>();
        shares.forEach((member, share) -> assignments.put(
                member, Bytes.wrap(Utils.toArray(ConsumerProtocol.serializeAssignment(new Assignment(share))))));
        return assignments;
    }

    private static JoinProtocol subscription() {
        return new JoinProtocol(
                "range",
                Bytes.wrap(Utils.toArray(ConsumerProtocol.serializeSubscription(new Subscription(List.of("orders"))))));
    }
}
